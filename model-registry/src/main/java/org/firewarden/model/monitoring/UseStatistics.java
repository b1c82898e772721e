package org.firewarden.model.monitoring;

import java.util.Arrays;
import java.util.List;
import org.firewarden.model.manifest.Distribution;
import org.firewarden.model.monitoring.UseReport.Drift;
import org.firewarden.model.monitoring.UseReport.Performance;

/** The statistics of a report, from counts in intervals. Pure. */
final class UseStatistics {

    /** A share that was never seen is taken for this, since the index knows no zero. */
    private static final double LEAST_SHARE = 1e-4;

    /** sqrt(-ln(0.01 / 2) / 2): the one-sample Kolmogorov-Smirnov bound at 1 %, times the root of n. */
    private static final double KS_AT_ONE_PERCENT = 1.6276;

    private static final double Z95 = 1.959963984540054;
    private static final int TENTHS = 10;

    private UseStatistics() {}

    static Drift drift(String name, Distribution reference, long[] counts) {
        long n = sum(counts);
        double psi = 0;
        double cumulative = 0;
        double ks = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = reference.shares().get(i);
            double seen = n == 0 ? 0 : (double) counts[i] / n;
            cumulative += seen - expected;
            ks = Math.max(ks, Math.abs(cumulative));
            double e = Math.max(expected, LEAST_SHARE);
            double s = Math.max(seen, LEAST_SHARE);
            psi += (s - e) * Math.log(s / e);
        }
        return n == 0
                ? new Drift(name, 0, 0, 0, false)
                : new Drift(name, n, psi, ks, ks > KS_AT_ONE_PERCENT / Math.sqrt((double) n));
    }

    /** From counts by bin of the predicted probability, of those with and without the event. */
    static Performance performance(String output, String subgroup, long[] events, long[] others) {
        long positive = sum(events);
        long negative = sum(others);
        double error = calibrationError(events, others);
        if (positive == 0 || negative == 0) {
            return new Performance(output, subgroup, positive + negative, positive, null, null, null, error);
        }
        double auroc = auroc(events, others);
        double half = Z95 * standardError(auroc, positive, negative);
        return new Performance(
                output,
                subgroup,
                positive + negative,
                positive,
                auroc,
                Math.max(0, auroc - half),
                Math.min(1, auroc + half),
                error);
    }

    /** What the AUROC is if each probability is true (confidence-based performance estimation). */
    static double estimatedAuroc(long[] counts) {
        double[] events = new double[counts.length];
        double[] others = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            double probability = (i + 0.5) / counts.length;
            events[i] = counts[i] * probability;
            others[i] = counts[i] * (1 - probability);
        }
        return auroc(events, others);
    }

    private static double auroc(long[] events, long[] others) {
        return auroc(
                Arrays.stream(events).asDoubleStream().toArray(),
                Arrays.stream(others).asDoubleStream().toArray());
    }

    private static double auroc(double[] events, double[] others) {
        double below = 0;
        double pairs = 0;
        double positive = 0;
        for (int i = 0; i < events.length; i++) {
            pairs += events[i] * (below + others[i] / 2);
            below += others[i];
            positive += events[i];
        }
        return positive == 0 || below == 0 ? 0.5 : pairs / (positive * below);
    }

    private static double standardError(double auroc, long positive, long negative) {
        double q1 = auroc / (2 - auroc);
        double q2 = 2 * auroc * auroc / (1 + auroc);
        double variance =
                (auroc * (1 - auroc) + (positive - 1) * (q1 - auroc * auroc) + (negative - 1) * (q2 - auroc * auroc))
                        / ((double) positive * negative);
        return Math.sqrt(Math.max(0, variance));
    }

    private static double calibrationError(long[] events, long[] others) {
        long n = sum(events) + sum(others);
        double error = 0;
        int width = Math.max(1, events.length / TENTHS);
        for (int from = 0; from < events.length; from += width) {
            double happened = 0;
            double predicted = 0;
            for (int i = from; i < Math.min(events.length, from + width); i++) {
                happened += events[i];
                predicted += (events[i] + others[i]) * (i + 0.5) / events.length;
            }
            error += Math.abs(happened - predicted);
        }
        return n == 0 ? 0 : error / n;
    }

    private static long sum(long[] counts) {
        return Arrays.stream(counts).sum();
    }

    static long[] counts(List<UseTable.Count> of, int length) {
        long[] counts = new long[length];
        for (UseTable.Count count : of) {
            if (count.value().matches("\\d{1,4}") && Integer.parseInt(count.value()) < length) {
                counts[Integer.parseInt(count.value())] += count.count();
            }
        }
        return counts;
    }
}
