package org.firewarden.model.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.firewarden.access.CodedValue;
import org.firewarden.model.feature.FeatureValue.Missing;
import org.firewarden.model.feature.FeatureValue.Present;
import org.jspecify.annotations.Nullable;

/**
 * Reads the latest usable value from Observations: final, amended or corrected ones (R4 ObservationStatus), dated, within the
 * window and not after today. Of two with the same time the one with the greater reference is taken, so that the same chart
 * always gives the same value. If the latest value cannot be used, an older one does not take its place: the feature is
 * missing and the reason says why.
 */
final class ObservationReading {

    static final Set<String> STATUSES = Set.of("final", "amended", "corrected");
    static final String UCUM = "http://unitsofmeasure.org";

    private final UnitConversion units;

    ObservationReading(UnitConversion units) {
        this.units = units;
    }

    FeatureValue read(MeasurementFeature feature, PatientChart chart, Moment moment) {
        Optional<Finding> latest = latest(
                chart,
                feature.codes(),
                feature.panels(),
                feature.window(),
                moment,
                value -> value.path("valueQuantity").path("value").isNumber());
        return latest.isEmpty()
                ? new Missing("no result in the last " + feature.window())
                : measured(feature, latest.get());
    }

    FeatureValue read(AnswerFeature feature, PatientChart chart, Moment moment) {
        List<CodedValue> codes = Stream.concat(
                        feature.codes().stream(), feature.measured().stream().map(AnswerFeature.Measured::code))
                .toList();
        Optional<Finding> latest =
                latest(chart, codes, feature.panels(), feature.window(), moment, value -> isAnswer(value, feature));
        if (latest.isEmpty()) {
            return feature.missing() == MissingRule.ABSENT_MEANS_FALSE
                    ? new Present(0, null, null, null)
                    : new Missing("no answer in the last " + feature.window());
        }
        Finding finding = latest.get();
        List<CodedValue> answers =
                FhirTree.codings(finding.value().path("valueCodeableConcept")).toList();
        Optional<Boolean> above = above(finding.value(), feature);
        boolean yes = answers.stream().anyMatch(feature.yes()::contains) || above.orElse(false);
        boolean no = answers.stream().anyMatch(feature.no()::contains) || !above.orElse(true);
        if (yes == no) {
            return new Missing("the latest answer says neither yes nor no");
        }
        return new Present(yes ? 1 : 0, null, finding.date().day(), finding.reference());
    }

    private static boolean isAnswer(JsonNode value, AnswerFeature feature) {
        return isCoded(value, feature.codes())
                ? value.path("valueCodeableConcept").isObject()
                : value.path("valueQuantity").path("value").isNumber();
    }

    /** Whether a measured answer is above its bound; empty if it is none or cannot be compared. */
    private Optional<Boolean> above(JsonNode value, AnswerFeature feature) {
        JsonNode quantity = value.path("valueQuantity");
        return feature.measured().stream()
                .filter(measured -> isCoded(value, List.of(measured.code())))
                .filter(measured -> !quantity.hasNonNull("comparator")
                        && UCUM.equals(quantity.path("system").textValue()))
                .map(measured -> {
                    OptionalDouble amount = units.convert(
                            quantity.path("value").doubleValue(),
                            quantity.path("code").asText(),
                            measured.unit());
                    return amount.isPresent()
                            ? Optional.of(amount.getAsDouble() > measured.above())
                            : Optional.<Boolean>empty();
                })
                .flatMap(Optional::stream)
                .findFirst();
    }

    private FeatureValue measured(MeasurementFeature feature, Finding finding) {
        JsonNode quantity = finding.value().path("valueQuantity");
        if (quantity.hasNonNull("comparator")) {
            return new Missing("the latest result is only a bound");
        }
        if (!UCUM.equals(quantity.path("system").textValue())
                || !quantity.path("code").isTextual()) {
            return new Missing("the latest result has no UCUM unit");
        }
        OptionalDouble value = converted(
                feature,
                quantity.path("value").doubleValue(),
                quantity.path("code").textValue());
        if (value.isEmpty()) {
            return new Missing("the latest result has a unit that does not convert to " + feature.unitText());
        }
        if (!feature.plausible().contains(value.getAsDouble())) {
            return new Missing(
                    "the latest result is outside the plausible " + feature.plausible() + " " + feature.unitText());
        }
        return new Present(value.getAsDouble(), feature.unit(), finding.date().day(), finding.reference());
    }

    private OptionalDouble converted(MeasurementFeature feature, double value, String unit) {
        Substance substance = feature.substance();
        return substance == null
                ? units.convert(value, unit, feature.unit())
                : units.convert(value, unit, feature.unit(), substance);
    }

    private static Optional<Finding> latest(
            PatientChart chart,
            List<CodedValue> codes,
            List<CodedValue> panels,
            Window window,
            Moment moment,
            Predicate<JsonNode> hasValue) {
        List<Finding> findings = new ArrayList<>();
        for (ObjectNode observation : chart.ofType("Observation").toList()) {
            // Codes before dates: most resources of a chart are about something else, and a date takes longer to read.
            List<JsonNode> values =
                    values(observation, codes, panels).filter(hasValue).toList();
            if (!values.isEmpty()
                    && STATUSES.contains(observation.path("status").asText())) {
                ClinicalDate.ofObservation(observation)
                        .filter(date -> window.contains(date, moment))
                        .ifPresent(date -> values.forEach(
                                value -> findings.add(new Finding(value, date, FhirTree.reference(observation)))));
            }
        }
        return findings.stream().max(Finding.ORDER);
    }

    /** The Observation itself, or those of its components that are meant. */
    private static Stream<JsonNode> values(ObjectNode observation, List<CodedValue> codes, List<CodedValue> panels) {
        if (isCoded(observation, codes)) {
            return Stream.of(observation);
        }
        return isCoded(observation, panels)
                ? FhirTree.elements(observation.path("component")).filter(component -> isCoded(component, codes))
                : Stream.empty();
    }

    private static boolean isCoded(JsonNode element, Collection<CodedValue> codes) {
        return FhirTree.codings(element.path("code")).anyMatch(codes::contains);
    }

    private record Finding(
            JsonNode value, ClinicalDate date, @Nullable String reference) {
        static final Comparator<Finding> ORDER = Comparator.comparing(Finding::date)
                .thenComparing(finding -> finding.reference() == null ? "" : finding.reference());
    }
}
