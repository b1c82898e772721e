package org.firewarden.train.cohort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.firewarden.access.CodedValue;
import org.firewarden.model.feature.PatientChart;
import org.firewarden.train.cohort.TargetSpec.Kind;
import org.firewarden.train.cohort.TargetSpec.Unit;

/** Finds the index events of one patient and their labels. */
final class Labelling {

    private final TargetSpec target;
    private final PatientChart chart;
    private final LocalDate asOf;

    Labelling(TargetSpec target, PatientChart chart, LocalDate asOf) {
        this.target = target;
        this.chart = chart;
        this.asOf = asOf;
    }

    List<IndexEvent> events() {
        if (target.unit() == Unit.PATIENT) {
            return List.of(new IndexEvent(asOf, null));
        }
        return encounters(target.classes())
                .filter(encounter -> codings(encounter.path("hospitalization").path("dischargeDisposition"))
                        .noneMatch(target.excludedDispositions()::contains))
                .flatMap(encounter -> day(encounter.path("period").path("end"))
                        .filter(end -> !end.isAfter(asOf))
                        .map(end -> new IndexEvent(end, encounter.path("id").asText()))
                        .stream())
                .sorted(Comparator.comparing(IndexEvent::day)
                        .thenComparing(event -> String.valueOf(event.encounterId())))
                .toList();
    }

    Optional<Boolean> label(IndexEvent index) {
        if (target.kind() instanceof Kind.NextEncounter next) {
            LocalDate last = index.day().plus(next.within());
            boolean isNext = encounters(next.classes())
                    .filter(encounter -> !encounter.path("id").asText().equals(index.encounterId()))
                    .flatMap(encounter -> day(encounter.path("period").path("start")).stream())
                    .anyMatch(start -> !start.isBefore(index.day()) && !start.isAfter(last));
            // Whoever has not come back within the period yet may still do so.
            return isNext || !last.isAfter(asOf) ? Optional.of(isNext) : Optional.empty();
        } else if (target.kind() instanceof Kind.Answer answer) {
            return ofType("Observation")
                    .filter(observation -> isOutcome(answer, observation))
                    .filter(observation -> observation
                            .path("encounter")
                            .path("reference")
                            .asText()
                            .equals("Encounter/" + index.encounterId()))
                    .findFirst()
                    .map(observation ->
                            codings(observation.path("valueCodeableConcept")).anyMatch(answer.yes()::contains));
        } else if (target.kind() instanceof Kind.Diagnosis) {
            return Optional.of(ofType("Condition").anyMatch(condition -> isOutcome(target.kind(), condition)));
        }
        throw new IllegalStateException("a target of unknown kind");
    }

    static boolean isOutcome(Kind kind, ObjectNode resource) {
        if (kind instanceof Kind.Answer answer) {
            return codings(resource.path("code")).anyMatch(answer.question()::equals);
        }
        return kind instanceof Kind.Diagnosis diagnosis
                && resource.path("resourceType").asText().equals("Condition")
                && codings(resource.path("code")).anyMatch(diagnosis.codes()::contains);
    }

    private Stream<ObjectNode> encounters(Set<String> classes) {
        return ofType("Encounter")
                .filter(encounter -> classes.isEmpty()
                        || classes.contains(encounter.path("class").path("code").asText()))
                .filter(encounter -> switch (encounter.path("status").asText()) {
                    case "finished", "in-progress", "onleave" -> true;
                    default -> false;
                });
    }

    private Stream<ObjectNode> ofType(String type) {
        return chart.resources().stream()
                .filter(resource -> type.equals(resource.path("resourceType").asText()));
    }

    private static Stream<CodedValue> codings(JsonNode concept) {
        return StreamSupport.stream(concept.path("coding").spliterator(), false)
                .filter(coding -> coding.hasNonNull("system") && coding.hasNonNull("code"))
                .map(coding -> new CodedValue(
                        coding.path("system").asText(), coding.path("code").asText()));
    }

    /** The day of a FHIR date; a date without a day orders nothing and is none. */
    private static Optional<LocalDate> day(JsonNode date) {
        String text = date.asText();
        if (text.length() < 10) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text.substring(0, 10)));
        } catch (DateTimeException e) {
            // No date; the event is then not dated.
            return Optional.empty();
        }
    }
}
