package org.firewarden.dataset;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a data set comes from and how it was made. Holds no patient value.
 *
 * @param jobId the job that made it
 * @param policy the name of the de-identification policy
 * @param policySha256 the digest of the policy's file
 * @param engineVersion the engine that applied it
 * @param group the FHIR Group that the patients are members of, or null for each patient whom the caller could see
 * @param querySha256 the digest of the whole source query: group, types, since, filters
 * @param sourceTime as of when the source was read
 * @param protocol the approved ResearchStudy
 * @param agreement the data use agreement of a limited data set, or null
 * @param patients how many patients are in it
 */
public record Lineage(
        UUID jobId,
        String policy,
        String policySha256,
        String engineVersion,
        @Nullable String group,
        String querySha256,
        Instant sourceTime,
        String protocol,
        @Nullable String agreement,
        long patients) {}
