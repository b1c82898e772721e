package org.firewarden.model.runtime;

import org.jspecify.annotations.Nullable;

/** A model could not be loaded or run, or its output is not usable. The message holds no input value. */
public final class InferenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what went wrong. */
    public InferenceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
