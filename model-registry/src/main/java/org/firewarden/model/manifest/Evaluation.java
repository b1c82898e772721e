package org.firewarden.model.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A report on how a version does.
 *
 * @param kind what was looked at
 * @param data on which data: an id or a citation
 * @param summary the finding in a sentence or two
 * @param metrics the figures
 * @param reportSha256 the hash of the whole report, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Evaluation(
        Kind kind,
        String data,
        String summary,
        List<Metric> metrics,
        @Nullable String reportSha256) {

    /** What was looked at. */
    public enum Kind {
        /** Discrimination and calibration on data of the same source. */
        PERFORMANCE,
        /** The same on data of another source. */
        EXTERNAL_VALIDATION,
        /** Differences between subgroups. */
        FAIRNESS,
        /** What an attacker learns of the people in the training data. */
        PRIVACY_ATTACK,
        /** That published check values are reproduced. */
        CONFORMITY;

        /** Lower case with hyphens. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One figure.
     *
     * @param name for example {@code auroc}, {@code brier}, {@code ece}, {@code membership-auc}
     * @param value the figure
     * @param output the code of the output, or null for all
     * @param subgroup for example {@code sex=female}, or null for everybody
     * @param lower the lower end of its 95 % interval, or null
     * @param upper the upper end, or null
     * @param n how many cases, or null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Metric(
            String name,
            double value,
            @Nullable String output,
            @Nullable String subgroup,
            @Nullable Double lower,
            @Nullable Double upper,
            @Nullable Long n) {}

    /** Copies the figures. */
    public Evaluation {
        metrics = List.copyOf(metrics);
    }
}
