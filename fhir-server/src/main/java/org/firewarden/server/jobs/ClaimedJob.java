package org.firewarden.server.jobs;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job that a worker has taken.
 *
 * @param id the job
 * @param kind its kind
 * @param lease the attempt
 * @param attempts how many attempts there have been, this one included
 * @param correlationId the id of the request that submitted it
 * @param authority sealed
 * @param parameters sealed
 * @param checkpoint sealed, or null
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
record ClaimedJob(
        UUID id,
        String kind,
        UUID lease,
        int attempts,
        String correlationId,
        byte[] authority,
        byte[] parameters,
        byte @Nullable [] checkpoint) {}
