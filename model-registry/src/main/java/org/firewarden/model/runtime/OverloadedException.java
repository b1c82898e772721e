package org.firewarden.model.runtime;

/**
 * A call that was not begun, because more is going on than may be: nothing failed. Whoever watches a model for failures must not count
 * it, or a rush of calls would take a good model out of use.
 */
public final class OverloadedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what there is too much of. */
    public OverloadedException(String message) {
        super(message);
    }
}
