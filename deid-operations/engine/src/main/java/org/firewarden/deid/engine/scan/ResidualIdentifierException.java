package org.firewarden.deid.engine.scan;

import java.io.IOException;

/** A resource that was to be released still holds an identifier of its patient. The message does not say which. */
public final class ResidualIdentifierException extends IOException {

    private static final long serialVersionUID = 1L;

    ResidualIdentifierException() {
        super("an identifier of the patient is left");
    }
}
