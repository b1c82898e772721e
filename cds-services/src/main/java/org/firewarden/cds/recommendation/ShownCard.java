package org.firewarden.cds.recommendation;

import java.util.UUID;

/**
 * What feedback has to know of a card that was shown.
 *
 * @param card the card's uuid
 * @param serviceId the CDS service
 * @param issuer the EHR it was shown to
 * @param userId the user it was shown to
 * @param patientId the logical id of the patient
 * @param modelId the model
 * @param modelVersion its version
 */
public record ShownCard(
        UUID card,
        String serviceId,
        String issuer,
        String userId,
        String patientId,
        String modelId,
        String modelVersion) {}
