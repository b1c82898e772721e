package org.firewarden.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.LocalDate;
import org.firewarden.access.CodedValue;
import org.junit.jupiter.api.Test;

class FeatureSpecTest {

    private final FeatureSpec spec = new FeatureSpecFile(new UnitConversion()).load("features/prevent-base.yaml");

    @Test
    void thePrefetchTemplatesNameWhatIsReadAndNothingElse() {
        assertThat(spec.prefetchTemplates())
                .containsOnlyKeys("patient", "observations", "conditions", "medications")
                .contains(
                        entry("patient", "Patient/{{context.patientId}}"),
                        entry("conditions", "Condition?patient={{context.patientId}}"),
                        entry("medications", "MedicationRequest?patient={{context.patientId}}&status=active"));
        assertThat(spec.prefetchTemplates().get("observations"))
                .startsWith(
                        "Observation?patient={{context.patientId}}&code=http://loinc.org|2093-3,http://loinc.org|14647-2,")
                .contains("http://loinc.org|85354-9", "http://loinc.org|72166-2");
    }

    @Test
    void theRecordQueriesHaveTheKeysOfTheTemplates() {
        var queries = spec.recordQueries(LocalDate.of(2026, 6, 15));

        assertThat(queries.keySet()).isEqualTo(spec.prefetchTemplates().keySet());
        assertThat(queries.get("observations")).satisfies(query -> {
            assertThat(query.onOrAfter()).isEqualTo(LocalDate.of(2021, 6, 15));
            assertThat(query.codes()).contains(new CodedValue("http://loinc.org", "8480-6"));
        });
        assertThat(queries.get("conditions")).satisfies(query -> {
            assertThat(query.onOrAfter()).isNull();
            assertThat(query.codes()).isEmpty();
        });
    }

    @Test
    void theMinimumNecessaryListHasFourTypes() {
        assertThat(spec.resourceTypes())
                .containsExactlyInAnyOrder("Patient", "Observation", "Condition", "MedicationRequest");
    }
}
