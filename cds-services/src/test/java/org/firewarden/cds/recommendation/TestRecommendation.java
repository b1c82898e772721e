package org.firewarden.cds.recommendation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.cds.service.FixedModel;
import org.firewarden.phi.Phi;

/** Recommendations of tests. */
public final class TestRecommendation {

    private TestRecommendation() {}

    /** One card of that name, shown by {@code prevent-risk} to {@code Practitioner/alice} at {@code ehr}. */
    public static Recommendation of(UUID card) {
        return of(card, Exposure.SHOWN);
    }

    /** The same of a version that ran silently. */
    public static Recommendation silent(UUID card) {
        return of(card, Exposure.SILENT);
    }

    private static Recommendation of(UUID card, Exposure exposure) {
        ObjectNode patient = JsonNodeFactory.instance.objectNode();
        patient.put("resourceType", "Patient").put("id", "17").put("third", 1.0 / 3);
        patient.putArray("name").addObject().put("family", "Chalmers");
        ObjectNode chart = JsonNodeFactory.instance.objectNode();
        chart.putArray("resources").addObject().put("resourceType", "Observation");
        return new Recommendation(
                card,
                new CallOrigin(
                        "prevent-risk",
                        "patient-view",
                        UUID.randomUUID(),
                        "ehr",
                        null,
                        "Practitioner/alice",
                        "17",
                        null,
                        "correlation-1"),
                new FixedModel().version(),
                AnswerKind.ASSESSED,
                exposure,
                Phi.of(Map.of("cvd", 0.147, "ascvd", 0.092)),
                List.of("age", "systolic_blood_pressure"),
                List.of(),
                0,
                Phi.of(new Evidence(
                        ZonedDateTime.parse("2026-11-21T12:00:00.123456789Z"),
                        patient,
                        chart,
                        AnswerJson.of(FixedModel.assessed(0.147, 0.092), Optional.empty()),
                        null)),
                Instant.parse("2026-11-21T12:00:00Z"));
    }
}
