package org.firewarden.model.monitoring;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a version does, since it came to its stage.
 *
 * @param since the day on which it came to its stage, the first that is counted
 * @param calls by way and kind of answer, for example {@code shown assessed}
 * @param unanswered calls that did not wait for it, by way and reason, for example {@code shown out-of-time}
 * @param latency95 the latency in milliseconds that 95 % of shown calls stay below, a power of two; null without calls
 * @param decisions by decision and reason, for example {@code overridden not-now}
 * @param drift of each input and output with a reference
 * @param performance of each output and subgroup once outcomes are known
 * @param estimatedAuroc by output, what the AUROC would be if its probabilities were calibrated: an estimate without outcomes
 */
public record UseReport(
        LocalDate since,
        Map<String, Long> calls,
        Map<String, Long> unanswered,
        @Nullable Long latency95,
        Map<String, Long> decisions,
        List<Drift> drift,
        List<Performance> performance,
        Map<String, Double> estimatedAuroc) {

    /** Copies the collections. */
    public UseReport {
        calls = Map.copyOf(calls);
        unanswered = Map.copyOf(unanswered);
        decisions = Map.copyOf(decisions);
        drift = List.copyOf(drift);
        performance = List.copyOf(performance);
        estimatedAuroc = Map.copyOf(estimatedAuroc);
    }

    /**
     * How far a distribution moved from its reference.
     *
     * @param name of the feature or output
     * @param n how many values
     * @param psi the population stability index; 0.1 and 0.25 are in common use as limits
     * @param ks the greatest difference of the cumulative shares (Kolmogorov-Smirnov), over the intervals of the reference
     * @param isSignificant whether that is more than chance gives at 1 %
     */
    public record Drift(String name, long n, double psi, double ks, boolean isSignificant) {}

    /**
     * Discrimination and calibration.
     *
     * @param output the code of the output
     * @param subgroup {@code all}, or for example {@code sex=female}
     * @param n how many outcomes
     * @param events how many of them happened
     * @param auroc the area under the ROC curve; null without both kinds of outcome
     * @param lower the lower end of its 95 % interval (Hanley and McNeil 1982, doi 10.1148/radiology.143.1.7063747)
     * @param upper the upper end
     * @param calibrationError the expected calibration error over ten intervals
     */
    public record Performance(
            String output,
            String subgroup,
            long n,
            long events,
            @Nullable Double auroc,
            @Nullable Double lower,
            @Nullable Double upper,
            double calibrationError) {}
}
