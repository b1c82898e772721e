package org.firewarden.job;

/** Where a job stands. */
public enum JobState {
    /** Waits for a worker. */
    QUEUED,
    /** Is worked on; a worker that dies is followed by another. */
    RUNNING,
    /** Done; there is a result. */
    SUCCEEDED,
    /** Ended without a result; the problems say why. */
    FAILED,
    /** Ended because its owner asked for it. */
    CANCELLED;

    /** True if nothing happens to it any more. */
    public boolean isFinished() {
        return this != QUEUED && this != RUNNING;
    }
}
