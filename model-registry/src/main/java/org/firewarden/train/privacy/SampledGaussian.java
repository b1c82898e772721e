package org.firewarden.train.privacy;

/**
 * One step of the Poisson-subsampled Gaussian mechanism: each patient takes part with the same probability, independently;
 * the sum of contributions of norm at most C gets Gaussian noise of standard deviation {@code noiseMultiplier} times C.
 * Neighbouring data sets differ by one patient, added or removed.
 *
 * @param samplingRate the probability, greater than 0 and at most 1
 * @param noiseMultiplier greater than 0
 */
public record SampledGaussian(double samplingRate, double noiseMultiplier) {

    /** Refuses what is no such mechanism. */
    public SampledGaussian {
        if (!(samplingRate > 0 && samplingRate <= 1)) {
            throw new IllegalArgumentException("a sampling rate is greater than 0 and at most 1");
        }
        if (!(noiseMultiplier > 0) || !Double.isFinite(noiseMultiplier)) {
            throw new IllegalArgumentException("a noise multiplier is greater than 0");
        }
    }
}
