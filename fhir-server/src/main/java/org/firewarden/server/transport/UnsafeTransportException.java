package org.firewarden.server.transport;

/** Patient data would travel in the open. */
final class UnsafeTransportException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    UnsafeTransportException(String problem) {
        super(problem);
    }
}
