package org.firewarden.model.stage;

/** A step cannot be made because another one was made meanwhile; its transaction is taken back. */
final class StageConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StageConflictException() {
        super("another step was made meanwhile");
    }
}
