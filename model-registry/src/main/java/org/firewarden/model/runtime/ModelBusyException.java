package org.firewarden.model.runtime;

/**
 * A model was not run, because more calls wait for it than may, or its turn did not come in time. It says nothing about the model:
 * whoever watches a model for failures must not count it, or a rush of calls would take a good model out of use.
 */
public final class ModelBusyException extends InferenceException {

    private static final long serialVersionUID = 1L;

    /** Says which bound was reached. */
    public ModelBusyException(String message) {
        super(message, null);
    }
}
