package org.firewarden.cds.recommendation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.phi.Phi;

/**
 * One answer of one model version to one call, with the card it became if it was shown (45 CFR 170.315(b)(11)(ii)(C): feedback
 * is tied to the intervention).
 *
 * @param card its name; that of the card if it was shown
 * @param origin the call
 * @param model which version answered
 * @param kind what kind of answer it was
 * @param exposure whether it was shown
 * @param outputs numbers by outcome code; empty unless the patient was assessed
 * @param features the names of the features that had a value
 * @param suggestions the names of the suggestions on the card
 * @param reviewers how many people must confirm that they looked at it, 0 for none
 * @param evidence all that it takes to explain it and to compute it again
 * @param madeAt when it was made
 */
public record Recommendation(
        UUID card,
        CallOrigin origin,
        ModelVersion model,
        AnswerKind kind,
        Exposure exposure,
        Phi<Map<String, Double>> outputs,
        List<String> features,
        List<UUID> suggestions,
        int reviewers,
        Phi<Evidence> evidence,
        Instant madeAt) {

    /** Copies the lists. */
    public Recommendation {
        features = List.copyOf(features);
        suggestions = List.copyOf(suggestions);
    }
}
