package org.firewarden.cds.recommendation;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What feedback has to know of a card that was shown.
 *
 * @param card the card's uuid
 * @param serviceId the CDS service
 * @param issuer the EHR it was shown to
 * @param userId the user it was shown to, or null if the EHR named none
 * @param patientId the logical id of the patient
 * @param encounterId the logical id of the encounter, or null
 * @param modelId the model
 * @param modelVersion its version
 * @param suggestions the names of the suggestions on it
 */
public record ShownCard(
        UUID card,
        String serviceId,
        String issuer,
        @Nullable String userId,
        String patientId,
        @Nullable String encounterId,
        String modelId,
        String modelVersion,
        Set<UUID> suggestions) {

    /** Copies the suggestions. */
    public ShownCard {
        suggestions = Set.copyOf(suggestions);
    }
}
