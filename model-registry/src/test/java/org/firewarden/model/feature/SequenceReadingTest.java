package org.firewarden.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.firewarden.model.yaml.InvalidFileException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Events of a patient, one after the other. */
class SequenceReadingTest {

    private static final String YAML = """
            id: t
            version: 1.0.0
            features:
              - {name: sex, title: Sex, source: Patient, element: sex, missing: required}
              - name: event
                title: Events
                window: P1Y
                length: 4
                greatest-gap: 90
                kinds:
                  - {name: stay, source: Encounter, classes: [IMP]}
                  - {name: one, source: Condition, code-list: a.tsv}
                  - {name: other, source: Condition}
                  - {name: order, source: MedicationRequest}
                  - name: pressure
                    source: Observation
                    codes: [{system: http://loinc.org, code: 8480-6, display: Systolic}]
                    panels: [{system: http://loinc.org, code: 85354-9, display: Panel}]
                    unit: "mm[Hg]"
                    minimum: 80
                    maximum: 200
                  - name: haemoglobin
                    source: Observation
                    codes: [{system: http://loinc.org, code: 718-7, display: Haemoglobin}]
                    unit: g/dL
                    minimum: 7
                    maximum: 17
            """;
    private static final String DATED = "2020-01-01";

    private final UnitConversion units = new UnitConversion();
    private final FeatureSpecFile files = new FeatureSpecFile(units, path -> "# remark\nurn:s\texact\t1\tone\n");
    private final FeatureSpec spec = files.parse("t.yaml", YAML);

    @Test
    void eventsAreReadFromTheLatestBackWithTheirKindTheDaysAndTheValue() {
        PatientChart chart = Charts.empty()
                .condition("urn:s", "1", "active")
                .but(DATED, "2026-05-16")
                .condition("urn:s", "2", "active")
                .but(DATED, "2026-06-05")
                .quantity("718-7", "120", "g/L", "2026-06-10T08:00:00Z")
                .chart();

        assertThat(told(chart)).containsExactly("5 5.0 0.5", "2 5.0 -", "1 20.0 -", "- - -");
        assertThat(Map.copyOf(read(chart)).get("event_1_value"))
                .isInstanceOfSatisfying(FeatureValue.Present.class, present -> {
                    assertThat(present.reference()).startsWith("Observation/");
                    assertThat(present.date()).hasToString("2026-06-10");
                });
    }

    @Test
    void onlyTheLatestEventsOfTheWindowAreReadAndNoneAfterTheDay() {
        Charts charts = Charts.empty();
        for (String day : List.of(
                "2026-06-16", "2026-06-15", "2026-06-01", "2026-05-31", "2026-05-30", "2026-05-29", "2025-06-14")) {
            charts.medication("1").but("2026-01-10", day);
        }
        assertThat(told(charts.chart())).containsExactly("3 0.0 -", "3 14.0 -", "3 1.0 -", "3 1.0 -");

        Charts old = Charts.empty().medication("1").but("2026-01-10", "2025-06-14");
        assertThat(told(old.chart())).containsOnly("- - -");
    }

    @Test
    void theOrderOfTheResourcesIsOfNoMatter() {
        PatientChart chart = Charts.empty()
                .quantity("718-7", "12", "g/dL", "2026-06-10T08:00:00Z")
                .quantity("718-7", "13", "g/dL", "2026-06-10T09:00:00Z")
                .medication("1")
                .but("2026-01-10", "2026-06-10")
                .medication("2")
                .but("2026-01-10", "2026-06-10")
                .chart();
        Map<String, FeatureValue> read = read(chart);
        List<ObjectNode> turned = new ArrayList<>(chart.resources());
        Collections.reverse(turned);

        assertThat(read(new PatientChart(chart.patient(), turned))).isEqualTo(read);
        assertThat(told(chart)).containsExactly("5 5.0 0.6", "5 0.0 0.5", "3 0.0 -", "3 0.0 -");
    }

    @Test
    void errorsRefutedConditionsAndWhatIsPlannedAreNoEvents() {
        PatientChart chart = Charts.empty()
                .condition("urn:s", "1", "active")
                .but(
                        "'recordedDate':'2020-01-01'",
                        "'recordedDate':'2026-06-01','verificationStatus':{'coding':[{'code':'refuted'}]}")
                .quantity("718-7", "12", "g/dL", Charts.RECENT)
                .but("'final'", "'entered-in-error'")
                .medication("1")
                .but("'active'", "'draft'")
                .encounter("e", "IMP", "planned", "2026-06-01", null, "emd")
                .condition("urn:s", "1", "active")
                .but("'recordedDate':'2020-01-01',", "")
                .chart();
        assertThat(told(chart)).containsOnly("- - -");
    }

    @Test
    void anEncounterOfTheSameDayCountsOnlyInContext() {
        PatientChart chart = Charts.empty()
                .encounter("before", "IMP", "finished", "2026-06-14", "2026-06-14", "emd")
                .encounter("same", "IMP", "finished", "2026-06-15", "2026-06-15", "emd")
                .chart();
        assertThat(told(chart)).startsWith("0 1.0 -", "- - -");

        PatientChart inContext = new PatientChart(chart.patient(), chart.resources(), "same");
        assertThat(told(inContext)).startsWith("0 0.0 -", "0 1.0 -", "- - -");
    }

    @Test
    void aValueIsTakenFromAPanelCutToItsRangeAndLeftOutWhereItCannotBeUsed() {
        assertThat(told(Charts.empty().bloodPressure("140", Charts.RECENT).chart()))
                .startsWith("4 45.0 0.5");
        assertThat(told(Charts.empty().bloodPressure("300", Charts.RECENT).chart()))
                .startsWith("4 45.0 1.0");
        assertThat(told(Charts.empty()
                        .quantity("718-7", "12", "mmol/L", Charts.RECENT)
                        .chart()))
                .startsWith("5 45.0 -");
        assertThat(told(Charts.empty()
                        .quantity("718-7", "12", "g/dL", Charts.RECENT)
                        .but("'valueQuantity':{", "'valueQuantity':{'comparator':'<',")
                        .chart()))
                .startsWith("5 45.0 -");
    }

    @Test
    void everythingThatIsReadIsAskedFor() {
        assertThat(spec.resourceTypes())
                .containsExactly("Patient", "Encounter", "Condition", "MedicationRequest", "Observation");
        assertThat(spec.prefetchTemplates())
                .containsEntry("medications", "MedicationRequest?patient={{context.patientId}}")
                .containsEntry(
                        "observations",
                        "Observation?patient={{context.patientId}}&code=http://loinc.org|8480-6,http://loinc.org|85354-9,"
                                + "http://loinc.org|718-7");
        assertThat(Objects.requireNonNull(spec.recordQueries(Charts.TODAY).get("observations"))
                        .onOrAfter())
                .isEqualTo(Charts.TODAY.minusYears(1));
    }

    @Test
    void peopleReadWhatAnEventIs() {
        assertThat(display("event_1_kind", 4)).isEqualTo("pressure");
        assertThat(display("event_2_gap", 12)).isEqualTo("12 days");
        assertThat(display("event_2_value", 0.5)).isEqualTo("50 % of the usual range");
        assertThat(spec.feature("event_2_gap").orElseThrow().title())
                .isEqualTo("Events, 2 from the end: days until the next");
    }

    @Test
    void everyProblemOfADeclarationIsNamed() {
        String broken = YAML.replace("window: P1Y", "window: PT5H")
                .replace("length: 4", "length: 4.5")
                .replace("greatest-gap: 90", "greatest-gap: 0")
                .replace("classes: [IMP]", "classes: []")
                .replace("name: other, source: Condition", "name: one, source: Condition")
                .replace("name: order, source: MedicationRequest", "name: unknown, source: Device")
                .replace("minimum: 80", "minimum: 300");
        assertThatThrownBy(() -> files.parse("t.yaml", broken))
                .isInstanceOfSatisfying(
                        InvalidFileException.class,
                        refused -> assertThat(refused.problems())
                                .contains(
                                        "t.yaml:7: a window of events is an ISO 8601 period such as P1Y",
                                        "t.yaml:8: 'length' is a number of events from 1 to 64",
                                        "t.yaml:9: 'greatest-gap' is a number of days, at least 1",
                                        "t.yaml:11: 'classes' must name at least one class",
                                        "t.yaml:13: kind 'one' stands twice",
                                        "t.yaml:14: a kind is not called 'unknown' and has no '=' in its name",
                                        "t.yaml:14: an event is Encounter, Condition, Observation, MedicationRequest or Procedure",
                                        "t.yaml:20: the minimum must be less than the maximum"));
    }

    @Test
    void thereIsOneSequenceAndItsFeaturesHaveNamesOfTheirOwn() {
        String again = YAML.substring(YAML.indexOf("  - name: event")).replace("name: event", "name: second");
        assertThatThrownBy(() -> files.parse("t.yaml", YAML + again))
                .isInstanceOfSatisfying(
                        InvalidFileException.class,
                        refused -> assertThat(refused.problems())
                                .containsExactly("t.yaml:34: there is at most one sequence of events"));
        String taken = YAML.replace("name: sex", "name: event_1_kind");
        assertThatThrownBy(() -> files.parse("t.yaml", taken))
                .isInstanceOfSatisfying(
                        InvalidFileException.class,
                        refused -> assertThat(refused.problems())
                                .containsExactly("t.yaml:5: feature 'event_1_kind' stands twice"));
    }

    private Map<String, FeatureValue> read(PatientChart chart) {
        return new ChartReader(units).read(spec, chart, Charts.TODAY);
    }

    /** For each event from the latest its kind, days and value. */
    private List<String> told(PatientChart chart) {
        Map<String, FeatureValue> read = read(chart);
        return IntStream.rangeClosed(1, 4)
                .mapToObj(back -> number(read.get("event_" + back + "_kind")) < 0
                        ? "- - -"
                        : (int) number(read.get("event_" + back + "_kind")) + " "
                                + number(read.get("event_" + back + "_gap")) + " "
                                + text(read.get("event_" + back + "_value")))
                .toList();
    }

    private static String text(@Nullable FeatureValue value) {
        double number = number(value);
        return number < 0 ? "-" : String.valueOf(Math.round(number * 1e6) / 1e6);
    }

    private static double number(@Nullable FeatureValue value) {
        return value instanceof FeatureValue.Present present ? present.value() : -1;
    }

    private String display(String name, double value) {
        return spec.feature(name).orElseThrow().display(new FeatureValue.Present(value, null, null, null));
    }
}
