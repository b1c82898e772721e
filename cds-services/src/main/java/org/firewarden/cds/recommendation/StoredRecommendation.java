package org.firewarden.cds.recommendation;

import java.time.Instant;
import java.util.UUID;

/**
 * What is stored of a recommendation besides its evidence.
 *
 * @param card its name
 * @param origin the call
 * @param modelId the model
 * @param modelVersion its version
 * @param modelSha256 the digest of its artifact
 * @param kind what kind of answer it was, as its code
 * @param exposure whether it was shown
 * @param reviewers how many people must confirm that they looked at it, 0 for none
 * @param madeAt when it was made
 */
public record StoredRecommendation(
        UUID card,
        CallOrigin origin,
        String modelId,
        String modelVersion,
        String modelSha256,
        String kind,
        Exposure exposure,
        int reviewers,
        Instant madeAt) {}
