package org.firewarden.model.manifest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * How the contributions of features to an output are computed: against a baseline, the row of a patient of whom nothing
 * noteworthy is known.
 *
 * @param kind exact for additive scores, else by sampling
 * @param baseline one number for each input
 * @param samples how many orders of the features are drawn; of no matter for additive scores
 * @param seed of the draws, so that the same prediction always has the same contributions
 */
public record ExplanationMethod(Kind kind, List<Double> baseline, int samples, long seed) {

    /** How. */
    public enum Kind {
        /** Each input adds points of its own: one replaced input gives its contribution exactly. */
        ADDITIVE,
        /** Shapley values by sampling orders (Castro et al. 2009, doi 10.1016/j.cor.2008.04.004). */
        SAMPLING;

        /** Lower case. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the baseline. */
    public ExplanationMethod {
        baseline = List.copyOf(baseline);
    }
}
