package org.firewarden.model.risk;

/** A shipped model version is not the one that the registry knows under its number; the server must not start. */
public final class RegistrationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Names the version and both digests. */
    RegistrationException(String modelId, String version, String shipped, String stored) {
        super("model " + modelId + " " + version + " was registered with SHA-256 " + stored
                + ", but the artifact that ships" + " with this server has " + shipped
                + ": one of the two was altered");
    }
}
