package org.firewarden.model.feature;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What a chart says about one feature. */
public sealed interface FeatureValue permits FeatureValue.Present, FeatureValue.Missing {

    /**
     * The chart has a value.
     *
     * @param value in {@code unit}; 1 or 0 for yes or no; for sex 1 is female and 0 male
     * @param unit the UCUM unit of the feature, or null where there is none
     * @param date when it was observed, recorded or ordered, or null if that is not known or does not matter
     * @param reference the resource it was read from, for example {@code Observation/17}, or null if it follows from the
     *     absence of resources
     */
    record Present(
            double value,
            @Nullable String unit,
            @Nullable LocalDate date,
            @Nullable String reference) implements FeatureValue {

        /** Whether a yes-or-no feature is true. */
        public boolean isTrue() {
            return value != 0;
        }

        /** Says nothing: the value is the patient's. */
        @Override
        public String toString() {
            return "Present";
        }
    }

    /**
     * The chart has no usable value.
     *
     * @param reason a clause without patient values, for example {@code no result in the last 5 years}
     */
    record Missing(String reason) implements FeatureValue {}
}
