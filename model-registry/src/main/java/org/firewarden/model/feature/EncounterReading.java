package org.firewarden.model.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.firewarden.access.CodedValue;
import org.firewarden.model.feature.FeatureValue.Missing;
import org.firewarden.model.feature.FeatureValue.Present;

/**
 * Reads features of the encounter in context: the one that the chart names, or the one stay that goes on. Encounters that were
 * planned, cancelled or entered in error do not count.
 */
final class EncounterReading {

    private static final Set<String> REAL = Set.of("arrived", "triaged", "in-progress", "onleave", "finished");
    private static final Set<String> STAYS = Set.of("IMP", "ACUTE", "NONAC");
    private static final String CLASS_SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    private static final Missing NO_ENCOUNTER = new Missing("no single stay is in context");

    private EncounterReading() {}

    static FeatureValue read(EncounterFeature feature, PatientChart chart, Moment moment) {
        Optional<ObjectNode> encounter = inContext(chart);
        if (encounter.isEmpty()) {
            return NO_ENCOUNTER;
        }
        return switch (feature.element()) {
            case LENGTH_OF_STAY -> lengthOfStay(feature, encounter.get(), moment);
            case ADMISSION ->
                coded(
                        feature,
                        encounter.get(),
                        List.of(
                                encounter.get().path("hospitalization").path("admitSource"),
                                encounter.get().path("priority")));
            case SERVICE ->
                coded(
                        feature,
                        encounter.get(),
                        Stream.concat(
                                        Stream.of(encounter.get().path("serviceType")),
                                        FhirTree.elements(encounter.get().path("type")))
                                .toList());
        };
    }

    static FeatureValue read(EncounterCountFeature feature, PatientChart chart) {
        Optional<LocalDate> first = inContext(chart).flatMap(EncounterReading::start);
        if (first.isEmpty()) {
            return NO_ENCOUNTER;
        }
        LocalDate earliest = feature.window().earliest(first.get());
        long count = chart.ofType("Encounter")
                .filter(EncounterReading::isReal)
                .filter(encounter -> feature.classes().contains(classOf(encounter)))
                .filter(encounter -> end(encounter)
                        .filter(day -> day.isBefore(first.get()) && !day.isBefore(earliest))
                        .isPresent())
                .count();
        return new Present(count, null, null, null);
    }

    static FeatureValue read(ProcedureFeature feature, PatientChart chart) {
        Optional<String> encounter = inContext(chart).map(FhirTree::reference);
        if (encounter.isEmpty()) {
            return NO_ENCOUNTER;
        }
        return chart.ofType("Procedure")
                .filter(procedure -> Set.of("completed", "in-progress")
                        .contains(procedure.path("status").asText()))
                .filter(procedure -> encounter
                        .get()
                        .equals(procedure.path("encounter").path("reference").asText()))
                .filter(procedure ->
                        FhirTree.codings(procedure.path("code")).findAny().isPresent())
                .map(FhirTree::reference)
                .map(String::valueOf)
                .max(String::compareTo)
                .map(reference -> (FeatureValue) new Present(1, null, null, reference))
                .orElseGet(() -> feature.missing() == MissingRule.ABSENT_MEANS_FALSE
                        ? new Present(0, null, null, null)
                        : new Missing("no procedure is recorded"));
    }

    private static FeatureValue lengthOfStay(EncounterFeature feature, ObjectNode encounter, Moment moment) {
        Optional<LocalDate> start = start(encounter);
        if (start.isEmpty()) {
            return new Missing("the encounter has no start");
        }
        LocalDate end = ClinicalDate.of(encounter.path("period").path("end"))
                .map(ClinicalDate::day)
                .filter(day -> !day.isAfter(moment.today()))
                .orElse(moment.today());
        long days = ChronoUnit.DAYS.between(start.get(), end);
        return days < 0
                ? new Missing("the encounter begins in the future")
                : new Present(days, feature.unit(), start.get(), FhirTree.reference(encounter));
    }

    private static FeatureValue coded(EncounterFeature feature, ObjectNode encounter, List<JsonNode> concepts) {
        List<CodedValue> codes = concepts.stream().flatMap(FhirTree::codings).toList();
        boolean isYes = codes.stream().anyMatch(feature.yes()::contains);
        boolean isNo = codes.stream().anyMatch(feature.no()::contains);
        if (isYes != isNo) {
            return new Present(isYes ? 1 : 0, null, null, FhirTree.reference(encounter));
        }
        if (isYes) {
            return new Missing("the encounter says both yes and no");
        }
        return feature.missing() == MissingRule.ABSENT_MEANS_FALSE
                ? new Present(0, null, null, FhirTree.reference(encounter))
                : new Missing("the encounter says neither yes nor no");
    }

    static Optional<ObjectNode> inContext(PatientChart chart) {
        if (chart.encounterId() != null) {
            String reference = "Encounter/" + chart.encounterId();
            return chart.ofType("Encounter")
                    .filter(EncounterReading::isReal)
                    .filter(encounter -> reference.equals(FhirTree.reference(encounter)))
                    .findFirst();
        }
        List<ObjectNode> stays = chart.ofType("Encounter")
                .filter(encounter ->
                        "in-progress".equals(encounter.path("status").asText()) && STAYS.contains(classOf(encounter)))
                .toList();
        return stays.size() == 1 ? Optional.of(stays.get(0)) : Optional.empty();
    }

    static boolean isReal(ObjectNode encounter) {
        return REAL.contains(encounter.path("status").asText());
    }

    static String classOf(ObjectNode encounter) {
        JsonNode coding = encounter.path("class");
        return coding.path("system").asText(CLASS_SYSTEM).equals(CLASS_SYSTEM)
                ? coding.path("code").asText()
                : "";
    }

    private static Optional<LocalDate> start(ObjectNode encounter) {
        return ClinicalDate.of(encounter.path("period").path("start")).map(ClinicalDate::day);
    }

    /** The last day; the first where no end is recorded. */
    private static Optional<LocalDate> end(ObjectNode encounter) {
        return ClinicalDate.of(encounter.path("period").path("end"))
                .map(ClinicalDate::day)
                .or(() -> start(encounter));
    }
}
