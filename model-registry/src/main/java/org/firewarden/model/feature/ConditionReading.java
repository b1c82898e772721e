package org.firewarden.model.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Comparator;
import org.firewarden.model.feature.FeatureValue.Missing;
import org.firewarden.model.feature.FeatureValue.Present;
import org.jspecify.annotations.Nullable;

/** Reads whether a patient has, or has had, a condition. Refuted ones and errors do not count, provisional ones do. */
final class ConditionReading {

    private ConditionReading() {}

    static FeatureValue read(ConditionFeature feature, PatientChart chart, LocalDate today) {
        return chart.ofType("Condition")
                .filter(condition ->
                        !FhirTree.hasCode(condition.path("verificationStatus"), "refuted", "entered-in-error"))
                .filter(condition -> feature.course() == ConditionFeature.Course.EVER || isCurrent(condition))
                .filter(condition -> FhirTree.codings(condition.path("code")).anyMatch(feature.codes()::contains))
                .filter(condition -> !isLater(condition, today))
                .map(condition -> new Present(1, null, date(condition), FhirTree.reference(condition)))
                .max(Comparator.comparing(present -> String.valueOf(present.date()) + present.reference()))
                .map(FeatureValue.class::cast)
                .orElseGet(() -> absent(feature));
    }

    private static FeatureValue absent(ConditionFeature feature) {
        return feature.missing() == MissingRule.ABSENT_MEANS_FALSE
                ? new Present(0, null, null, null)
                : new Missing("no such condition is recorded");
    }

    private static boolean isCurrent(ObjectNode condition) {
        if (condition.path("clinicalStatus").path("coding").isEmpty()) {
            return !condition.has("abatementDateTime")
                    && !condition.has("abatementAge")
                    && !condition.has("abatementPeriod")
                    && !condition.has("abatementRange")
                    && !condition.has("abatementString");
        }
        return FhirTree.hasCode(condition.path("clinicalStatus"), "active", "recurrence", "relapse");
    }

    /** Known only after the day: recorded later, or begun later. */
    private static boolean isLater(ObjectNode condition, LocalDate day) {
        return ClinicalDate.of(condition.path("recordedDate"))
                .or(() -> ClinicalDate.of(condition.path("onsetDateTime")))
                .filter(date -> date.day().isAfter(day))
                .isPresent();
    }

    private static @Nullable LocalDate date(ObjectNode condition) {
        return ClinicalDate.of(condition.path("onsetDateTime"))
                .or(() -> ClinicalDate.of(condition.path("recordedDate")))
                .map(ClinicalDate::day)
                .orElse(null);
    }
}
