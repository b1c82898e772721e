package org.firewarden.smart.approval;

/** The list of ended tokens could not be read for a minute. */
public final class RevocationsUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Wraps the storage's failure, whose text stays inside the server. */
    public RevocationsUnavailableException(Throwable cause) {
        super("the list of ended tokens cannot be read", cause);
    }
}
