package org.firewarden.deid.engine.vault;

import org.jspecify.annotations.Nullable;

/** The vault cannot be opened, read or written; nothing may come out without it. The message holds no patient data. */
public final class VaultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** States what failed. */
    public VaultException(String message) {
        super(message);
    }

    /** States what failed, and why. */
    public VaultException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
