package org.firewarden.crypto;

/** A time stamp does not hold, or is none. The message says why and holds no value of it. */
public final class TimeStampException extends Exception {

    private static final long serialVersionUID = 1L;

    TimeStampException(String message) {
        super(message);
    }

    TimeStampException(String message, Throwable cause) {
        super(message, cause);
    }
}
