package org.firewarden.gate.policy;

import java.io.IOException;
import java.util.List;

/** Where policy files are read from. */
@FunctionalInterface
public interface PolicySource {

    /**
     * The files as they are now.
     *
     * @throws IOException if they cannot be read; its message names no content
     */
    List<PolicyFile> read() throws IOException;
}
