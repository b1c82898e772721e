package org.firewarden.model.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One output of a model: what the number is. A number outside {@code minimum} to {@code maximum} is a failure of the model.
 *
 * @param code the code of the outcome, for example {@code cvd}
 * @param title what people call it
 * @param kind what kind of number it is
 * @param unit the UCUM unit; {@code 1} for probabilities, {@code {score}} for points
 * @param minimum the least number that the model can give
 * @param maximum the greatest one
 * @param thresholds how numbers are named, ascending; may be empty
 * @param calibration how the number was calibrated, or null if it was not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelOutput(
        String code,
        String title,
        Kind kind,
        String unit,
        double minimum,
        double maximum,
        List<Threshold> thresholds,
        @Nullable String calibration) {

    /** What kind of number an output is. */
    public enum Kind {
        /** The probability of an event, 0 to 1. */
        PROBABILITY,
        /** Points of a score. */
        SCORE,
        /** A measured or estimated quantity. */
        QUANTITY;

        /** Lower case with hyphens. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * The name of the numbers from here to the next threshold.
     *
     * @param from the least of them
     * @param name for example {@code high}
     * @param meaning what the source says is to be done or expected, or null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Threshold(
            double from, String name, @Nullable String meaning) {}

    /** Copies the list. */
    public ModelOutput {
        thresholds = List.copyOf(thresholds);
    }

    /** The threshold that a number has passed. */
    public Optional<Threshold> threshold(double value) {
        return thresholds.stream()
                .filter(threshold -> value >= threshold.from())
                .reduce((lower, higher) -> higher);
    }
}
