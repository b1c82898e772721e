package org.firewarden.train.privacy;

/** The least noise that keeps a run within a budget, found by bisection. */
public final class NoiseCalibration {

    private static final double GREATEST = 1 << 20;

    private NoiseCalibration() {}

    /**
     * A noise multiplier whose epsilon is at most the target, and at most {@code tolerance} less.
     *
     * @throws IllegalArgumentException if no noise reaches the target
     */
    public static double noiseMultiplier(
            Accountant accountant, double epsilon, double delta, double samplingRate, int steps, double tolerance) {
        double low = 0;
        double high = 10;
        boolean isQuick = accountant instanceof RdpAccountant;
        if (!isQuick) {
            // The quick accountant's noise is enough for the exact one as well, and seldom a third too much.
            high = noiseMultiplier(RdpAccountant.standard(), epsilon, delta, samplingRate, steps, tolerance);
            low = high / 2;
        }
        double reached = accountant.epsilon(Rounds.of(samplingRate, high, steps), delta);
        while (reached > epsilon) {
            low = high;
            high *= 2;
            if (high > GREATEST) {
                throw new IllegalArgumentException("no noise reaches this epsilon");
            }
            reached = accountant.epsilon(Rounds.of(samplingRate, high, steps), delta);
        }
        while (epsilon - reached > tolerance && high - low > 1e-9 * high) {
            // Epsilon falls about as one over the noise: a step that way, held inside the bracket, saves most of the
            // search.
            double guess = high * (reached / (epsilon - tolerance / 2));
            double middle = !isQuick && guess > low && guess < high ? guess : (low + high) / 2;
            double at = accountant.epsilon(Rounds.of(samplingRate, middle, steps), delta);
            if (at < epsilon) {
                high = middle;
                reached = at;
            } else {
                low = middle;
            }
        }
        return high;
    }
}
