package org.firewarden.crypto;

import org.jspecify.annotations.Nullable;

/** The key ring cannot be opened, or a sealed text does not open. The message holds ids and paths only. */
public final class KeyRingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeyRingException(String message) {
        super(message);
    }

    KeyRingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
