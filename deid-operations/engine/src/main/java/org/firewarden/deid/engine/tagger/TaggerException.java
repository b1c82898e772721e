package org.firewarden.deid.engine.tagger;

/** The tagger cannot be loaded, or failed on a passage. Its message holds no patient data; nothing untagged may come out. */
public final class TaggerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TaggerException(String message) {
        super(message);
    }

    /** The cause is named by its kind alone: its message may quote what was tagged. */
    TaggerException(String message, Throwable cause) {
        super(message + " (" + cause.getClass().getSimpleName() + ")");
    }
}
