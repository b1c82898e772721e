package org.firewarden.deid.engine.vault;

import org.jspecify.annotations.Nullable;

/** The vault cannot be opened, read or written; nothing may come out without it. The message holds no patient data. */
public final class VaultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    VaultException(String message) {
        super(message);
    }

    VaultException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
