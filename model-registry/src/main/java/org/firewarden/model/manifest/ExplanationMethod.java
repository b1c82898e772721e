package org.firewarden.model.manifest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How the contributions of features to an output are computed: against a baseline, the row of a patient of whom nothing
 * noteworthy is known.
 *
 * @param kind exact for additive scores, else by sampling
 * @param baseline one number for each input
 * @param groups inputs that are explained as one, by the title of the group; an input is in one at most
 * @param samples how many orders of the features are drawn; of no matter for additive scores
 * @param seed of the draws, so that the same prediction always has the same contributions
 */
public record ExplanationMethod(
        Kind kind, List<Double> baseline, Map<String, List<String>> groups, int samples, long seed) {

    /** How. */
    public enum Kind {
        /** Each input or group adds points of its own: replacing it by its baseline gives its contribution exactly. */
        ADDITIVE,
        /** Shapley values by sampling orders (Castro et al. 2009, doi 10.1016/j.cor.2008.04.004). */
        SAMPLING;

        /** Lower case. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the collections. */
    public ExplanationMethod {
        baseline = List.copyOf(baseline);
        groups = Map.copyOf(groups);
    }
}
