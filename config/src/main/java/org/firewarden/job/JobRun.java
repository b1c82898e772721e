package org.firewarden.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.access.Caller;

/** One attempt at a job, as the worker sees it. Safe for several threads of the one worker. */
public interface JobRun {

    /** The job. */
    UUID id();

    /** This attempt: whatever is written for the job can be kept apart from what an attempt that lost its lease still writes. */
    UUID attempt();

    /** What the job was submitted with. */
    ObjectNode parameters();

    /** The id of the request that submitted the job. */
    String correlationId();

    /**
     * Asks whether to go on, and on whose behalf: before each chunk of work. Everything the chunk reads it reads as this caller,
     * through the gate, which looks at Consents and policies as they are then.
     *
     * @return who submitted the job, as the sealed authority states it
     * @throws JobStoppedException if the job was cancelled, another worker has it, or the caller has lost the right to it
     */
    Caller step();

    /**
     * Tells how far the job is.
     *
     * @param fraction 0 to 1
     * @param facts numbers; replace those told before
     */
    void progress(double fraction, Map<String, Double> facts);

    /**
     * Keeps what the job needs to go on after a crash, sealed; replaces what was kept before. When it returns it is durable.
     *
     * @param checkpoint up to {@link #MAXIMUM_CHECKPOINT} bytes
     * @throws JobStoppedException as {@link #step} does
     */
    void save(byte[] checkpoint);

    /** What an earlier attempt kept, if one did. */
    Optional<byte[]> saved();

    /** 128 MiB. */
    int MAXIMUM_CHECKPOINT = 1 << 27;
}
