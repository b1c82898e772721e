package org.firewarden.model.feature;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/** The declaration of one feature: where its value comes from and what it means when there is none. */
public sealed interface Feature
        permits DemographicFeature,
                MeasurementFeature,
                AnswerFeature,
                ConditionFeature,
                MedicationFeature,
                EncounterFeature,
                EncounterCountFeature,
                ProcedureFeature,
                CountFeature,
                CategoryFeature,
                EventFeature {

    /** The name by which a model knows it, in lower case with underscores; unique in its spec. */
    String name();

    /** What a clinician calls it, for example {@code HDL cholesterol}. */
    String title();

    /** The FHIR resource type it is read from. */
    String resourceType();

    /** The FHIR resource types it is read from; more than one where events of several types are read. */
    default Set<String> resourceTypes() {
        return Set.of(resourceType());
    }

    /** What it means when the chart says nothing. */
    MissingRule missing();

    /** What a model takes for a value that is missing; empty if it cannot do without one. */
    default OptionalDouble substitute() {
        return OptionalDouble.empty();
    }

    /** The unit as a clinician reads it, empty if there is none. */
    default String unitText() {
        return "";
    }

    /** The value as a clinician reads it: with its unit, {@code yes} or {@code no}, or a word. */
    default String display(FeatureValue.Present present) {
        return present.isTrue() ? "yes" : "no";
    }

    /** A number without digits that carry nothing: at most two decimals. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
