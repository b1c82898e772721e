package org.firewarden.model.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Optional;
import org.firewarden.model.feature.FeatureValue.Missing;
import org.firewarden.model.feature.FeatureValue.Present;

/** Reads counts and categories. What is dated after the moment is not there. */
final class EventReading {

    private static final String US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";

    private EventReading() {}

    static FeatureValue read(CountFeature feature, PatientChart chart, Moment moment) {
        Window window = feature.window();
        String encounter =
                EncounterReading.inContext(chart).map(FhirTree::reference).orElse(null);
        if (window == null && encounter == null) {
            return new Missing("no single stay is in context");
        }
        long count = chart.ofType(feature.resourceType())
                .filter(EventReading::isMeant)
                .filter(resource -> window == null
                        ? resource.path("encounter").path("reference").asText().equals(encounter)
                        : isWithin(resource, window, moment))
                .filter(resource -> hasCode(feature, resource))
                .count();
        boolean isAny = feature.statistic() == CountFeature.Statistic.ANY;
        return new Present(isAny ? Math.min(1, count) : count, null, null, null);
    }

    static FeatureValue read(CategoryFeature feature, PatientChart chart, Moment moment) {
        Optional<Coded> coded = switch (feature.element()) {
            case RACE -> extension(chart.patient(), "race");
            case ETHNICITY -> extension(chart.patient(), "ethnicity");
            case LANGUAGE ->
                FhirTree.elements(chart.patient().path("communication"))
                        .max(Comparator.comparing(
                                spoken -> spoken.path("preferred").asBoolean()))
                        .map(spoken -> new Coded(spoken.path("language"), chart.patient()));
            case ANSWER -> answer(feature, chart, moment);
            case DIAGNOSIS -> diagnosis(feature.rank(), chart);
            default ->
                EncounterReading.inContext(chart)
                        .map(encounter -> new Coded(element(feature.element(), encounter), encounter));
        };
        return coded.flatMap(found -> category(feature, found))
                .map(FeatureValue.class::cast)
                .orElseGet(() -> new Missing("nothing is recorded"));
    }

    private static Optional<Present> category(CategoryFeature feature, Coded coded) {
        var codes = FhirTree.codings(coded.concept()).toList();
        if (codes.isEmpty()) {
            return Optional.empty();
        }
        int value = 0;
        while (value < feature.categories().size()
                && codes.stream().noneMatch(feature.categories().get(value).codes()::contains)) {
            value++;
        }
        return Optional.of(new Present(
                value,
                null,
                date(coded.resource()).map(ClinicalDate::day).orElse(null),
                FhirTree.reference(coded.resource())));
    }

    private static JsonNode element(CategoryFeature.Element element, ObjectNode encounter) {
        return switch (element) {
            case CLASS ->
                encounter.objectNode().set("coding", encounter.arrayNode().add(encounter.path("class")));
            case PRIORITY -> encounter.path("priority");
            case SERVICE_TYPE -> encounter.path("serviceType");
            case ADMIT_SOURCE -> encounter.path("hospitalization").path("admitSource");
            case DISCHARGE_DISPOSITION -> encounter.path("hospitalization").path("dischargeDisposition");
            default -> throw new IllegalStateException("no element of an Encounter");
        };
    }

    private static Optional<Coded> extension(ObjectNode patient, String name) {
        return FhirTree.elements(patient.path("extension"))
                .filter(extension ->
                        (US_CORE + name).equals(extension.path("url").asText()))
                .flatMap(extension -> FhirTree.elements(extension.path("extension")))
                .filter(part -> "ombCategory".equals(part.path("url").asText()))
                .findFirst()
                .map(part -> new Coded(
                        patient.objectNode().set("coding", patient.arrayNode().add(part.path("valueCoding"))),
                        patient));
    }

    private static Optional<Coded> answer(CategoryFeature feature, PatientChart chart, Moment moment) {
        Window window = feature.window();
        return chart.ofType("Observation")
                .filter(observation ->
                        FhirTree.codings(observation.path("code")).anyMatch(feature.codes()::contains))
                .filter(EventReading::isMeant)
                .filter(observation -> observation.path("valueCodeableConcept").isObject())
                .filter(observation -> window != null && isWithin(observation, window, moment))
                .max(Comparator.comparing(
                        (ObjectNode found) -> date(found).map(ClinicalDate::order) + "/" + FhirTree.reference(found)))
                .map(found -> new Coded(found.path("valueCodeableConcept"), found));
    }

    private static Optional<Coded> diagnosis(int rank, PatientChart chart) {
        return EncounterReading.inContext(chart)
                .flatMap(encounter -> FhirTree.elements(encounter.path("diagnosis"))
                        .filter(diagnosis -> diagnosis.path("rank").asInt() == rank)
                        .findFirst())
                .map(diagnosis -> diagnosis.path("condition").path("reference").asText())
                .flatMap(reference -> chart.ofType("Condition")
                        .filter(condition -> reference.equals(FhirTree.reference(condition)))
                        .findFirst())
                .map(condition -> new Coded(condition.path("code"), condition));
    }

    private static boolean hasCode(CountFeature feature, ObjectNode resource) {
        CodeSet codes = feature.codes();
        return codes == null
                || FhirTree.codings(resource.path(codeElement(feature.resourceType())))
                        .anyMatch(codes::contains);
    }

    /** Where a resource of that type says what it is. */
    static String codeElement(String resourceType) {
        return resourceType.equals("MedicationRequest") ? "medicationCodeableConcept" : "code";
    }

    /** Not an error and not something that never was. */
    static boolean isMeant(ObjectNode resource) {
        return switch (resource.path("status").asText()) {
            case "entered-in-error", "cancelled", "not-done", "planned", "draft" -> false;
            default -> !FhirTree.hasCode(resource.path("verificationStatus"), "refuted", "entered-in-error");
        };
    }

    private static boolean isWithin(ObjectNode resource, Window window, Moment moment) {
        return date(resource).filter(date -> window.contains(date, moment)).isPresent();
    }

    /** The time by which a resource is known. */
    static Optional<ClinicalDate> date(JsonNode resource) {
        return switch (resource.path("resourceType").asText()) {
            case "Condition" ->
                ClinicalDate.of(resource.path("recordedDate"))
                        .or(() -> ClinicalDate.of(resource.path("onsetDateTime")));
            case "Procedure" ->
                ClinicalDate.of(resource.path("performedDateTime"))
                        .or(() ->
                                ClinicalDate.of(resource.path("performedPeriod").path("start")));
            case "MedicationRequest" -> ClinicalDate.of(resource.path("authoredOn"));
            case "Encounter" -> ClinicalDate.of(resource.path("period").path("start"));
            case "Observation" -> ClinicalDate.ofObservation(resource);
            default -> Optional.empty();
        };
    }

    /** A CodeableConcept and the resource that it stands in. */
    private record Coded(JsonNode concept, ObjectNode resource) {

        /** Says nothing: it is the patient's. */
        @Override
        public String toString() {
            return "Coded";
        }
    }
}
