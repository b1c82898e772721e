package org.firewarden.model.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.firewarden.model.feature.FeatureValue.Missing;
import org.firewarden.model.feature.FeatureValue.Present;

/** Reads sex and age from a Patient. */
final class DemographicReading {

    private DemographicReading() {}

    static FeatureValue read(DemographicFeature feature, ObjectNode patient, LocalDate today) {
        return switch (feature.element()) {
            case SEX -> sex(patient);
            case AGE -> age(patient, today);
        };
    }

    private static FeatureValue sex(ObjectNode patient) {
        return switch (patient.path("gender").asText()) {
            case "female" -> new Present(1, null, null, FhirTree.reference(patient));
            case "male" -> new Present(0, null, null, FhirTree.reference(patient));
            default -> new Missing("the administrative gender is neither female nor male");
        };
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
