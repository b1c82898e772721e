package org.firewarden.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** A kind of job: what is done, and how its result is shown. Each bean of this type is offered by the server. */
public interface JobKind {

    /** Its name, for example {@code deidentify}. */
    String name();

    /**
     * Does the work. It may be called again for the same job, on this node or another, when a worker died: it then goes on from
     * {@link JobRun#saved}, and what it does must bear being done twice. It calls {@link JobRun#step} at least each few seconds of
     * work and lets {@link JobStoppedException} pass.
     *
     * @return what came of it
     * @throws JobFailedException if it cannot be done, with reasons that its owner may read
     * @throws Exception any other failure; its owner learns only that the server failed
     */
    JobResult run(JobRun run) throws Exception;

    /**
     * The body of the answer to whoever asks for the status of a job that succeeded: a Bulk Data manifest, a FHIR Parameters.
     *
     * @param base the address of the server, without a trailing slash
     */
    ObjectNode answer(Job job, URI base);

    /**
     * Until when what came of a job that succeeded is there, if it goes by itself (Bulk Data Access 2.0.0, header Expires). From then on
     * there is no such job; {@link Instant#EPOCH} if it is gone already.
     */
    default Optional<Instant> resultUntil(Job job) {
        return Optional.empty();
    }

    /** Destroys what came of a job that its owner forgets. By default it stays. */
    default void forget(Job job) {}
}
