package org.firewarden.model.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.firewarden.model.feature.FeatureValue.Missing;
import org.firewarden.model.feature.FeatureValue.Present;

/** Reads sex and age from a Patient. */
final class DemographicReading {

    private static final String RACE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race";
    private static final String BLACK_OR_AFRICAN_AMERICAN = "2054-5";

    private DemographicReading() {}

    static FeatureValue read(DemographicFeature feature, ObjectNode patient, LocalDate today) {
        return switch (feature.element()) {
            case SEX -> sex(patient);
            case AGE -> age(patient, today);
            case AGE_DECADE ->
                ClinicalDate.of(patient.path("birthDate"))
                        .map(born -> today.getYear() - born.day().getYear())
                        .filter(years -> years >= 0)
                        .<FeatureValue>map(years -> new Present(years / 10, null, null, FhirTree.reference(patient)))
                        .orElseGet(() -> new Missing("no year of birth is recorded"));
            case BLACK -> black(patient);
        };
    }

    private static FeatureValue sex(ObjectNode patient) {
        return switch (patient.path("gender").asText()) {
            case "female" -> new Present(1, null, null, FhirTree.reference(patient));
            case "male" -> new Present(0, null, null, FhirTree.reference(patient));
            default -> new Missing("the administrative gender is neither female nor male");
        };
    }

    private static FeatureValue black(ObjectNode patient) {
        List<String> categories = FhirTree.elements(patient.path("extension"))
                .filter(extension -> RACE.equals(extension.path("url").asText()))
                .flatMap(race -> FhirTree.elements(race.path("extension")))
                .filter(part -> "ombCategory".equals(part.path("url").asText()))
                .map(part -> part.path("valueCoding").path("code").asText())
                .filter(code -> code.matches("\\d{4}-\\d"))
                .toList();
        if (categories.isEmpty()) {
            return new Missing("no race category is recorded");
        }
        return new Present(
                categories.contains(BLACK_OR_AFRICAN_AMERICAN) ? 1 : 0, null, null, FhirTree.reference(patient));
    }

    private static FeatureValue age(ObjectNode patient, LocalDate today) {
        String birthDate = patient.path("birthDate").asText();
        if (birthDate.isEmpty()) {
            return new Missing("no birth date is recorded");
        }
        try {
            LocalDate born = LocalDate.parse(birthDate);
            if (born.isAfter(today)) {
                return new Missing("the birth date lies in the future");
            }
            return new Present(ChronoUnit.YEARS.between(born, today), "a", null, FhirTree.reference(patient));
        } catch (DateTimeException e) {
            // A year or month alone, or no date at all: the age is then not known to the year.
            return new Missing("the birth date is not a whole date");
        }
    }
}
