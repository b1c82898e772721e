package org.firewarden.cds.recommendation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.phi.Phi;
import org.jspecify.annotations.Nullable;

/**
 * One card as it was shown, with the very model version behind it (45 CFR 170.315(b)(11)(ii)(C): feedback is tied to the
 * intervention).
 *
 * @param card the card's uuid
 * @param serviceId the CDS service
 * @param hookInstance the triggering of the hook
 * @param issuer the EHR
 * @param userId the user at the EHR, as the EHR names them
 * @param patientId the logical id of the patient
 * @param encounterId the logical id of the encounter, or null
 * @param model which version answered
 * @param kind what kind of answer it was
 * @param outputs probabilities by outcome code; empty unless the patient was assessed
 * @param features the names of the features that had a value
 * @param shownAt when it was answered
 */
public record Recommendation(
        UUID card,
        String serviceId,
        UUID hookInstance,
        String issuer,
        String userId,
        String patientId,
        @Nullable String encounterId,
        ModelVersion model,
        AnswerKind kind,
        Phi<Map<String, Double>> outputs,
        List<String> features,
        Instant shownAt) {

    /** Copies the features. */
    public Recommendation {
        features = List.copyOf(features);
    }
}
