package org.firewarden.model.feature;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.firewarden.access.CodedValue;
import org.firewarden.record.RecordQuery;

/**
 * The features of a model, declared once in YAML: the same declaration gives the values of one patient, the prefetch
 * templates of CDS Hooks 2.0.1 and the minimum-necessary read list (45 CFR 164.502(b)). Feature names are unique.
 *
 * @param id for example {@code prevent-base}
 * @param version the semantic version of the declaration
 */
public record FeatureSpec(String id, String version, List<Feature> features) {

    private static final String PATIENT = "{{context.patientId}}";

    /** Copies the list. */
    public FeatureSpec {
        features = List.copyOf(features);
        if (features.stream().map(Feature::name).distinct().count() != features.size()) {
            throw new IllegalArgumentException("feature names must be unique");
        }
        if (sequences(features).distinct().count() > 1) {
            throw new IllegalArgumentException("there is at most one sequence of events");
        }
    }

    /** The feature of that name. */
    public Optional<Feature> feature(String name) {
        return features.stream().filter(feature -> feature.name().equals(name)).findFirst();
    }

    /** The sequence of events that some of the features are of. */
    public Optional<EventSequence> sequence() {
        return sequences(features).findFirst();
    }

    private static Stream<EventSequence> sequences(List<Feature> features) {
        return features.stream()
                .flatMap(feature ->
                        feature instanceof EventFeature event ? Stream.of(event.sequence()) : Stream.empty());
    }

    /** The resource types that must be readable, and no others. */
    public Set<String> resourceTypes() {
        Set<String> types = features.stream()
                .flatMap(feature -> feature.resourceTypes().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (features.stream().anyMatch(FeatureSpec::needsEncounter)) {
            types.add("Encounter");
        }
        return types;
    }

    /** CDS Hooks prefetch templates by prefetch key. */
    public Map<String, String> prefetchTemplates() {
        Map<String, String> templates = new LinkedHashMap<>();
        for (String type : resourceTypes()) {
            String template = switch (type) {
                case "Patient" -> "Patient/" + PATIENT;
                case "Observation" ->
                    "Observation?patient=" + PATIENT + "&code="
                            + observationCodes().map(CodedValue::toToken).collect(Collectors.joining(","));
                case "MedicationRequest" ->
                    "MedicationRequest?patient=" + PATIENT + (countsPast("MedicationRequest") ? "" : "&status=active");
                case "Procedure" ->
                    "Procedure?patient=" + PATIENT
                            + (countsPast("Procedure") ? "" : "&encounter={{context.encounterId}}");
                default -> type + "?patient=" + PATIENT;
            };
            templates.put(key(type), template);
        }
        return templates;
    }

    /**
     * The same parts of the record as {@link #prefetchTemplates}, under the same keys, to be read through the gate.
     *
     * @param today the day from which windows are counted back
     */
    public Map<String, RecordQuery> recordQueries(LocalDate today) {
        Map<String, RecordQuery> queries = new LinkedHashMap<>();
        for (String type : resourceTypes()) {
            boolean observation = type.equals("Observation");
            queries.put(
                    key(type),
                    new RecordQuery(
                            type,
                            observation ? observationCodes().toList() : List.of(),
                            observation ? earliest(today) : null));
        }
        return queries;
    }

    /** Whether what a feature reads depends on the encounter in context although it is read from another resource. */
    private static boolean needsEncounter(Feature feature) {
        boolean isDiagnosis =
                feature instanceof CategoryFeature category && category.element() == CategoryFeature.Element.DIAGNOSIS;
        boolean isOfEncounter = feature instanceof CountFeature count && count.window() == null;
        return isDiagnosis || isOfEncounter;
    }

    /** Whether resources of a type count that are over. */
    private boolean countsPast(String type) {
        return features.stream()
                .anyMatch(feature -> (feature instanceof CountFeature || feature instanceof EventFeature)
                        && feature.resourceTypes().contains(type));
    }

    private static String key(String resourceType) {
        return switch (resourceType) {
            case "Patient" -> "patient";
            case "Observation" -> "observations";
            case "Condition" -> "conditions";
            case "MedicationRequest" -> "medications";
            case "Encounter" -> "encounters";
            case "Procedure" -> "procedures";
            default -> throw new IllegalStateException("no prefetch key for " + resourceType);
        };
    }

    private Stream<CodedValue> observationCodes() {
        return features.stream()
                .flatMap(feature -> {
                    if (feature instanceof MeasurementFeature measurement) {
                        return Stream.concat(measurement.codes().stream(), measurement.panels().stream());
                    }
                    if (feature instanceof CategoryFeature category) {
                        return category.codes().stream();
                    }
                    if (feature instanceof EventFeature event) {
                        return event.sequence().observationCodes();
                    }
                    return feature instanceof AnswerFeature answer
                            ? Stream.of(
                                            answer.codes().stream(),
                                            answer.panels().stream(),
                                            answer.measured().stream().map(AnswerFeature.Measured::code))
                                    .flatMap(codes -> codes)
                            : Stream.empty();
                })
                .distinct();
    }

    private LocalDate earliest(LocalDate today) {
        Stream<Window> windows = features.stream().flatMap(feature -> {
            if (feature instanceof MeasurementFeature measurement) {
                return Stream.of(measurement.window());
            }
            if (feature instanceof CategoryFeature category && category.window() != null) {
                return Stream.of(category.window());
            }
            if (feature instanceof EventFeature event) {
                return Stream.of(event.sequence().window());
            }
            return feature instanceof AnswerFeature answer ? Stream.of(answer.window()) : Stream.empty();
        });
        return windows.map(window -> window.earliest(today))
                .min(Comparator.naturalOrder())
                .orElse(today);
    }
}
