package org.firewarden.model.operation;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.firewarden.model.monitoring.UseReport;
import org.firewarden.model.monitoring.UseReport.Drift;
import org.firewarden.model.monitoring.UseReport.Performance;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupComponent;
import org.hl7.fhir.r4.model.MeasureReport.StratifierGroupComponent;
import org.junit.jupiter.api.Test;

class ModelMeasureReportTest {

    private static final FhirContext FHIR = FhirContext.forR4();
    /** The definitions of R4 are read once: that takes a while. */
    private static final FhirValidator VALIDATOR = validator();

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final DeviceId DEVICE = new DeviceId("risk", "1.0.0");

    private static final UseReport USE = new UseReport(
            LocalDate.parse("2026-11-01"),
            Map.of("shown assessed", 100L, "shown failed", 1L, "silent assessed", 7L),
            Map.of("shown out-of-time", 2L),
            64L,
            Map.of("accepted none", 30L, "overridden not-now", 10L),
            List.of(new Drift("age", 101, 0.3, 0.25, true)),
            List.of(
                    new Performance("cvd", "all", 100, 40, 0.7, 0.6, 0.8, 0.05),
                    new Performance("cvd", "sex=female", 60, 25, 0.71, 0.6, 0.8, 0.04),
                    new Performance("cvd", "sex=male", 40, 15, 0.69, 0.5, 0.8, 0.06),
                    new Performance("cvd", "age=old", 92, 37, 0.72, 0.6, 0.8, 0.05),
                    new Performance("cvd", "age=young", 8, 3, 0.9, 0.7, 1.0, 0.2)),
            Map.of("cvd", 0.74));

    @Test
    void theReportIsAValidMeasureReport() {
        assertThat(errors(ModelMeasureReport.of(DEVICE, USE, NOW))).isEmpty();
        assertThat(errors(ModelMeasureReport.of(
                        DEVICE,
                        new UseReport(
                                LocalDate.parse("9999-01-01"),
                                Map.of(),
                                Map.of(),
                                null,
                                Map.of(),
                                List.of(),
                                List.of(),
                                Map.of()),
                        NOW)))
                .as("of a version that was never used")
                .isEmpty();
        MeasureReport broken = ModelMeasureReport.of(DEVICE, USE, NOW);
        broken.setMeasure(null);
        assertThat(errors(broken)).as("the validator sees what is wrong").isNotEmpty();
    }

    /** With the public reference, the drift of one value tells in which interval it lies. */
    @Test
    void driftAndEstimatesOfFewPatientsAreWithheld() {
        UseReport few = new UseReport(
                USE.since(),
                Map.of("shown assessed", 10L),
                Map.of(),
                64L,
                Map.of(),
                List.of(new Drift("age", 10, 0.3, 0.25, false)),
                List.of(),
                Map.of("cvd", 0.74));

        String report = FHIR.newJsonParser().encodeResourceToString(ModelMeasureReport.of(DEVICE, few, NOW));

        assertThat(report).contains("masked").doesNotContain("estimated-auroc", "0.3", "0.25");
    }

    @Test
    void countsAndSharesAreThoseThatWereCounted() {
        MeasureReport report = ModelMeasureReport.of(DEVICE, USE, NOW);

        MeasureReportGroupComponent calls = group(report, "calls");
        assertThat(calls.getPopulation().get(0).getCount()).isEqualTo(110);
        assertThat(calls.getPopulation().get(1).getCount()).isEqualTo(100);
        assertThat(stratum(calls, "shown out-of-time").getPopulationFirstRep().getCount())
                .isEqualTo(2);
        assertThat(group(report, "latency-95").getMeasureScore().getValue()).isEqualByComparingTo("64");
        assertThat(group(report, "decisions").getMeasureScore().getValue()).isEqualByComparingTo("0.75");
        assertThat(stratum(group(report, "drift-psi"), "age").getMeasureScore().getValue())
                .isEqualByComparingTo("0.3");
        assertThat(group(report, "auroc").getMeasureScore().getValue()).isEqualByComparingTo("0.7");
        assertThat(group(report, "auroc-lower-95").getMeasureScore().getValue()).isEqualByComparingTo("0.6");
        assertThat(stratum(group(report, "auroc"), "female")
                        .getPopulationFirstRep()
                        .getCount())
                .isEqualTo(60);
        assertThat(group(report, "estimated-auroc").getMeasureScore().getValue())
                .isEqualByComparingTo("0.74");
    }

    /** The eight young, and the old, from whom and the total they could be worked out. */
    @Test
    void smallSubgroupsAreWithheldAndSoIsWhatWouldGiveThemAway() {
        MeasureReport report = ModelMeasureReport.of(DEVICE, USE, NOW);

        for (String kind : List.of("auroc", "calibration-error")) {
            for (String age : List.of("young", "old")) {
                StratifierGroupComponent stratum = stratum(group(report, kind), age);
                assertThat(stratum.hasMeasureScore()).isFalse();
                assertThat(stratum.getPopulation()).isNotEmpty().allSatisfy(population -> {
                    assertThat(population.getCountElement().hasValue()).isFalse();
                    assertThat(population.getCountElement().getExtension()).isNotEmpty();
                });
            }
        }
        MeasureReport few = ModelMeasureReport.of(
                DEVICE,
                new UseReport(
                        LocalDate.parse("2026-11-01"),
                        Map.of(),
                        Map.of(),
                        null,
                        Map.of(),
                        List.of(),
                        List.of(new Performance("cvd", "all", 40, 3, 0.7, 0.6, 0.8, 0.05)),
                        Map.of()),
                NOW);
        assertThat(group(few, "auroc").hasMeasureScore()).isFalse();
        assertThat(FHIR.newJsonParser().encodeResourceToString(few)).doesNotContain("40", "0.05");
    }

    private static MeasureReportGroupComponent group(MeasureReport report, String code) {
        return report.getGroup().stream()
                .filter(group -> group.getCode().getCodingFirstRep().getCode().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static StratifierGroupComponent stratum(MeasureReportGroupComponent group, String value) {
        return group.getStratifier().stream()
                .flatMap(stratifier -> stratifier.getStratum().stream())
                .filter(stratum -> stratum.getValue().getText().equals(value))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> errors(MeasureReport report) {
        return VALIDATOR.validateWithResult(report).getMessages().stream()
                .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                .map(SingleValidationMessage::toString)
                .toList();
    }

    private static FhirValidator validator() {
        FhirInstanceValidator module = new FhirInstanceValidator(new ValidationSupportChain(
                new DefaultProfileValidationSupport(FHIR),
                new CommonCodeSystemsTerminologyService(FHIR),
                new InMemoryTerminologyServerValidationSupport(FHIR)));
        return FHIR.newValidator().registerValidatorModule(module);
    }
}
