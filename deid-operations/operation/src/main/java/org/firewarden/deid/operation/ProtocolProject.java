package org.firewarden.deid.operation;

import java.nio.charset.StandardCharsets;
import org.firewarden.crypto.Sha256;
import org.firewarden.deid.engine.release.Project;
import org.firewarden.deid.engine.release.Tokens;

/** A protocol is a project of its own, so that nobody joins its data with another's; two ids are never one project. */
public final class ProtocolProject {

    private static final int DIGITS = 32;

    private ProtocolProject() {}

    /**
     * The project of a protocol.
     *
     * @param protocol the id of a ResearchStudy
     */
    public static Project of(String protocol) {
        return new Project("protocol-"
                + Sha256.hex(protocol.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS));
    }

    /** What the vault puts before the identities of a protocol's data sets under a policy. */
    public static String scope(String protocol, String policy) {
        return Tokens.scope(policy, of(protocol));
    }
}
