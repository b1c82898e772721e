package org.firewarden.model.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.firewarden.model.feature.EventSequence.Event;
import org.firewarden.model.feature.EventSequence.Kind;
import org.firewarden.model.feature.EventSequence.Scale;
import org.firewarden.model.feature.FeatureValue.Missing;
import org.firewarden.model.feature.FeatureValue.Present;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a sequence. What is dated after the moment is not there; and an Encounter that is not in context counts only if it
 * began on an earlier day, since one that begins on the day of a discharge may be the return that a model is asked about. Events of
 * the same day are in the order of their times, and of those by kind and reference, so that a chart gives one sequence whatever the
 * order of its resources.
 */
final class SequenceReading {

    private static final Missing NO_EVENT = new Missing("there is no such event");
    private static final Missing NO_VALUE = new Missing("the event has no usable value");
    private static final Comparator<Dated> ORDER = Comparator.comparing(
                    (Dated dated) -> dated.date().day())
            .thenComparing(dated -> dated.date().order())
            .thenComparing(dated -> dated.event().kind())
            .thenComparing(dated -> String.valueOf(dated.event().reference()));

    private final UnitConversion units;

    SequenceReading(UnitConversion units) {
        this.units = units;
    }

    /** The events, the latest first, no more than the sequence is long. */
    List<Event> read(EventSequence sequence, PatientChart chart, Moment moment) {
        List<Dated> found = new ArrayList<>();
        for (ObjectNode resource : chart.resources()) {
            String type = resource.path("resourceType").asText();
            for (int kind = 0; kind < sequence.kinds().size(); kind++) {
                Kind each = sequence.kinds().get(kind);
                Optional<JsonNode> meant = each.source().equals(type) ? meant(each, resource) : Optional.empty();
                if (meant.isPresent()) {
                    dated(sequence, kind, resource, meant.get(), chart, moment).ifPresent(found::add);
                    break;
                }
            }
        }
        found.sort(ORDER.reversed());
        return found.stream().limit(sequence.length()).map(Dated::event).toList();
    }

    /** What the feature is, given the events of its sequence. */
    static FeatureValue value(EventFeature feature, List<Event> events, Moment moment) {
        if (events.size() < feature.back()) {
            return NO_EVENT;
        }
        Event event = events.get(feature.back() - 1);
        return switch (feature.part()) {
            case KIND -> new Present(event.kind(), null, event.day(), event.reference());
            case GAP -> {
                LocalDate next = feature.back() == 1
                        ? moment.today()
                        : events.get(feature.back() - 2).day();
                yield new Present(ChronoUnit.DAYS.between(event.day(), next), "d", event.day(), event.reference());
            }
            case VALUE -> {
                Double value = event.value();
                yield value == null ? NO_VALUE : new Present(value, null, event.day(), event.reference());
            }
        };
    }

    /** The part of a resource that is of the kind. */
    private static Optional<JsonNode> meant(Kind kind, ObjectNode resource) {
        CodeSet codes = kind.codes();
        return switch (kind.source()) {
            case "Encounter" ->
                kind.classes().contains(EncounterReading.classOf(resource)) ? Optional.of(resource) : Optional.empty();
            case "Observation" ->
                Stream.concat(
                                Stream.of(resource),
                                FhirTree.codings(resource.path("code")).anyMatch(kind.panels()::contains)
                                        ? FhirTree.elements(resource.path("component"))
                                        : Stream.empty())
                        .filter(part -> codes != null
                                && FhirTree.codings(part.path("code")).anyMatch(codes::contains))
                        .findFirst();
            default ->
                codes == null
                                || FhirTree.codings(resource.path(EventReading.codeElement(kind.source())))
                                        .anyMatch(codes::contains)
                        ? Optional.of(resource)
                        : Optional.empty();
        };
    }

    private Optional<Dated> dated(
            EventSequence sequence, int kind, ObjectNode resource, JsonNode meant, PatientChart chart, Moment moment) {
        return isMeant(resource)
                ? EventReading.date(resource)
                        .filter(date -> sequence.window().contains(date, moment))
                        .filter(date -> isBefore(resource, date, chart, moment))
                        .map(date -> new Dated(
                                date,
                                new Event(
                                        kind,
                                        date.day(),
                                        value(sequence.kinds().get(kind).scale(), meant),
                                        FhirTree.reference(resource))))
                : Optional.empty();
    }

    private static boolean isMeant(ObjectNode resource) {
        return switch (resource.path("resourceType").asText()) {
            case "Encounter" -> EncounterReading.isReal(resource);
            case "Observation" ->
                ObservationReading.STATUSES.contains(resource.path("status").asText());
            default -> EventReading.isMeant(resource);
        };
    }

    private static boolean isBefore(ObjectNode resource, ClinicalDate date, PatientChart chart, Moment moment) {
        return !resource.path("resourceType").asText().equals("Encounter")
                || date.day().isBefore(moment.today())
                || EncounterReading.inContext(chart)
                        .filter(encounter -> encounter.equals(resource))
                        .isPresent();
    }

    private @Nullable Double value(@Nullable Scale scale, JsonNode meant) {
        JsonNode quantity = meant.path("valueQuantity");
        if (scale == null
                || quantity.hasNonNull("comparator")
                || !quantity.path("value").isNumber()
                || !quantity.path("code").isTextual()
                || !ObservationReading.UCUM.equals(quantity.path("system").textValue())) {
            return null;
        }
        OptionalDouble converted = units.convert(
                quantity.path("value").doubleValue(), quantity.path("code").textValue(), scale.unit());
        return converted.isPresent() && Double.isFinite(converted.getAsDouble())
                ? scale.of(converted.getAsDouble())
                : null;
    }

    private record Dated(ClinicalDate date, Event event) {

        /** Says nothing: it is the patient's. */
        @Override
        public String toString() {
            return "Dated";
        }
    }
}
