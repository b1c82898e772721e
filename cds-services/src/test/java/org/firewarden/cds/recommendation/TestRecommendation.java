package org.firewarden.cds.recommendation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.firewarden.cds.service.FixedModel;
import org.firewarden.phi.Phi;

/** Recommendations of tests. */
public final class TestRecommendation {

    private TestRecommendation() {}

    /** One card of that name, shown by {@code prevent-cvd-risk} to {@code Practitioner/alice} at {@code ehr}. */
    public static Recommendation of(UUID card) {
        return new Recommendation(
                card,
                "prevent-cvd-risk",
                UUID.randomUUID(),
                "ehr",
                "Practitioner/alice",
                "17",
                null,
                new FixedModel().version(),
                AnswerKind.ASSESSED,
                Phi.of(Map.of("cvd", 0.147, "ascvd", 0.092)),
                List.of("age", "systolic_blood_pressure"),
                Instant.parse("2026-11-21T12:00:00Z"));
    }
}
