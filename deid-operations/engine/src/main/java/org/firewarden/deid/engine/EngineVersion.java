package org.firewarden.deid.engine;

/** The version of the engine, as manifests name it. */
public final class EngineVersion {

    private EngineVersion() {}

    /** The version of the jar; {@code unpackaged} when the classes do not come from one. */
    public static String current() {
        String version = EngineVersion.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
