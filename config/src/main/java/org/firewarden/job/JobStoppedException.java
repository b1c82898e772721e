package org.firewarden.job;

/** A job is to stop. A kind of job lets it pass; the server knows what to do. */
public final class JobStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Its owner cancelled it. */
        CANCELLED,
        /** Another worker has it, or this node is shutting down. */
        LEASE_LOST,
        /** The authority has expired, was altered, or its caller has lost the right. */
        AUTHORITY_GONE
    }

    private final Reason reason;

    /** States why. */
    public JobStoppedException(Reason reason) {
        super("the job stops: " + reason);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
