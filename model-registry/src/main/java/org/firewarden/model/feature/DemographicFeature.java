package org.firewarden.model.feature;

/**
 * A feature read from the Patient itself; always required.
 *
 * @param element which one
 */
public record DemographicFeature(String name, String title, Element element) implements Feature {

    /** Which demographic. */
    public enum Element {
        /** {@code Patient.gender}: 1 for female, 0 for male, missing for anything else. */
        SEX,
        /** Whole years from {@code Patient.birthDate} to today; missing if the birth date is partial. */
        AGE,
        /**
         * Ten-year band of the age, from the year of birth alone, which is what de-identified data has; off by one at the edges
         * of the bands.
         */
        AGE_DECADE,
        /**
         * The US Core race extension: 1 if a category is Black or African American (2054-5), 0 if only others are, missing if
         * none is. For equations of the past that ask for it.
         */
        BLACK
    }

    @Override
    public String resourceType() {
        return "Patient";
    }

    @Override
    public MissingRule missing() {
        return MissingRule.REQUIRED;
    }

    @Override
    public String unitText() {
        return element == Element.AGE ? "years" : "";
    }

    @Override
    public String display(FeatureValue.Present present) {
        return switch (element) {
            case SEX -> present.isTrue() ? "female" : "male";
            case AGE -> Feature.number(present.value()) + " " + unitText();
            case AGE_DECADE -> Feature.number(10 * present.value()) + " to " + Feature.number(10 * present.value() + 9);
            case BLACK -> Feature.super.display(present);
        };
    }
}
