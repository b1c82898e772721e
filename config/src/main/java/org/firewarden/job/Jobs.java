package org.firewarden.job;

import java.util.Optional;
import java.util.UUID;
import org.firewarden.access.Caller;

/**
 * Submits jobs and tells how they are. A job is seen by its owner only: the same person, through the same application, at the
 * same organisation; for everybody else it is not there.
 */
public interface Jobs {

    /**
     * The servlet request attribute under which an operation leaves the {@link UUID} of the job that it submitted. The server then
     * answers 202 with {@code Content-Location} (FHIR R4 async.html).
     */
    String ACCEPTED_ATTRIBUTE = "org.firewarden.job.Accepted";

    /**
     * Submits a job. When it returns, the job is durable and will be worked on by one of the server's nodes.
     *
     * @throws TooManyJobsException if the caller has as many unfinished jobs as one may have
     * @throws IllegalArgumentException if nobody implements the kind
     */
    Job submit(JobRequest request, Caller caller);

    /** The caller's job, or empty. */
    Optional<Job> find(UUID id, Caller caller);

    /**
     * Ends a job that is not finished. One that is being worked on ends at its next {@link JobRun#step}.
     *
     * @return false if the caller has no such job; a finished one is left as it is
     */
    boolean cancel(UUID id, Caller caller);
}
