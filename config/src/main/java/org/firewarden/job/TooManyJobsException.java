package org.firewarden.job;

/** A caller has as many unfinished jobs as one may have. */
public final class TooManyJobsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** States the limit. */
    public TooManyJobsException(int limit) {
        super("more than " + limit + " unfinished jobs of one caller");
    }
}
