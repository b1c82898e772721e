package org.firewarden.train.evaluate;

import java.util.Arrays;

/**
 * The population stability index of a number between a reference and other data, over tenths of the reference. By convention 0.1
 * is worth a look and 0.25 a shift.
 */
public final class Drift {

    private static final int BINS = 10;
    private static final double LEAST_SHARE = 1e-4;

    private Drift() {}

    /** Edges between tenths of the values, ascending and distinct; not a number counts as no value. */
    public static double[] edges(double[] reference) {
        double[] sorted =
                Arrays.stream(reference).filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0) {
            return new double[0];
        }
        double[] edges = new double[BINS - 1];
        for (int i = 1; i < BINS; i++) {
            edges[i - 1] = sorted[(int) ((long) i * sorted.length / BINS)];
        }
        return Arrays.stream(edges).distinct().filter(edge -> edge > sorted[0]).toArray();
    }

    /** The shares of values below the first edge, between edges, and from the last edge on. */
    public static double[] shares(double[] values, double[] edges) {
        double[] shares = new double[edges.length + 1];
        int n = 0;
        for (double value : values) {
            if (Double.isFinite(value)) {
                int interval = 0;
                while (interval < edges.length && value >= edges[interval]) {
                    interval++;
                }
                shares[interval]++;
                n++;
            }
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] = n == 0 ? (i == 0 ? 1 : 0) : shares[i] / n;
        }
        return shares;
    }

    /** The index. */
    public static double psi(double[] reference, double[] values) {
        double[] edges = edges(reference);
        double[] expected = shares(reference, edges);
        double[] actual = shares(values, edges);
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            double e = Math.max(LEAST_SHARE, expected[i]);
            double a = Math.max(LEAST_SHARE, actual[i]);
            sum += (a - e) * Math.log(a / e);
        }
        return sum;
    }
}
