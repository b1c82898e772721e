package org.firewarden.train.graph;

import org.jspecify.annotations.Nullable;

/**
 * How a network is trained, but for what fixes the graph.
 *
 * @param steps how many steps
 * @param expectedBatch how many patients take part in a step on average
 * @param learningRate of each step
 * @param positiveWeight the weight of a row whose label is 1; that of others is 1
 * @param privacy clipping and noise, or null for neither
 */
public record Schedule(
        int steps,
        double expectedBatch,
        double learningRate,
        double positiveWeight,
        @Nullable Privacy privacy) {

    /** Refuses a schedule by which nothing is learnt. */
    public Schedule {
        if (steps < 1 || !(expectedBatch > 0) || !(learningRate > 0) || !(positiveWeight > 0)) {
            throw new IllegalArgumentException("steps, batch, learning rate and weight are greater than 0");
        }
    }

    /** The probability with which a patient takes part in a step. */
    public double samplingRate(int patients) {
        return Math.min(1, expectedBatch / patients);
    }

    /**
     * What hides a patient.
     *
     * @param maxGradNorm the norm to which a patient's gradient is clipped
     * @param noiseMultiplier the noise in clipping norms; 0 clips only
     */
    public record Privacy(double maxGradNorm, double noiseMultiplier) {

        /** Refuses a clipping norm of nothing. */
        public Privacy {
            if (!(maxGradNorm > 0) || !(noiseMultiplier >= 0)) {
                throw new IllegalArgumentException("the clipping norm is greater than 0, the noise not negative");
            }
        }
    }
}
