package org.firewarden.deid.engine.dataset;

/** A run cannot start or go on with this input; the message holds no patient data and no file name. */
public final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InputException(String message) {
        super(message);
    }
}
