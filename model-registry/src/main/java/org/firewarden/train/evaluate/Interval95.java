package org.firewarden.train.evaluate;

/**
 * A figure with its 95 % interval.
 *
 * @param value on the data as they are
 * @param lower the 2.5th percentile
 * @param upper the 97.5th percentile
 */
public record Interval95(double value, double lower, double upper) {

    /** A figure without an interval, for what cannot be resampled. */
    public static Interval95 none() {
        return new Interval95(Double.NaN, Double.NaN, Double.NaN);
    }
}
