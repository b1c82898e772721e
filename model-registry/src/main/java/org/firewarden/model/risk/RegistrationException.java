package org.firewarden.model.risk;

import java.util.List;
import java.util.stream.Collectors;
import org.firewarden.problem.Problem;

/** A shipped model version is not the one that the registry knows under its number; the server must not start. */
public final class RegistrationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private RegistrationException(String message) {
        super(message);
    }

    /** Names the version and the digests of both manifests. */
    RegistrationException(String modelId, String version, String shipped, String stored) {
        super("model " + modelId + " " + version + " was registered with a manifest of SHA-256 " + stored
                + ", but the one that ships with this server has " + shipped + ", or their artifacts differ:"
                + " one of the two was altered");
    }

    /** Names the version and why the registry does not take it. */
    static RegistrationException refused(String modelId, String version, List<Problem> reasons) {
        return new RegistrationException("model " + modelId + " " + version + " is refused by the registry: "
                + reasons.stream().map(Problem::text).collect(Collectors.joining(" ")));
    }
}
