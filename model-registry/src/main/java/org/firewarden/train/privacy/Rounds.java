package org.firewarden.train.privacy;

/**
 * Steps of the same mechanism, one after the other.
 *
 * @param mechanism what one step is
 * @param steps how many, at least 1
 */
public record Rounds(SampledGaussian mechanism, int steps) {

    /** Refuses rounds without a step. */
    public Rounds {
        if (steps < 1) {
            throw new IllegalArgumentException("there is at least one step");
        }
    }

    /** Steps with this rate and noise multiplier. */
    public static Rounds of(double samplingRate, double noiseMultiplier, int steps) {
        return new Rounds(new SampledGaussian(samplingRate, noiseMultiplier), steps);
    }
}
