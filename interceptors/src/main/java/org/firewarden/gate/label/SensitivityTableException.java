package org.firewarden.gate.label;

import java.util.List;

/** A table cannot be used: every reason, each with its file and line. The server does not start with such a table. */
public final class SensitivityTableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SensitivityTableException(List<String> reasons) {
        super("The sensitivity tables cannot be used: " + String.join("; ", reasons));
    }
}
