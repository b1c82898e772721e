package org.firewarden.train.noise;

import java.util.function.LongSupplier;

/**
 * Gaussian noise in whole numbers of grid steps: Box and Muller's transform of a cryptographic key stream, rounded. See
 * {@link NoiseGrid} for why rounding is what makes it safe. The values end at 9.35 standard deviations, outside which a true
 * normal variable lies with probability 1e-20. For one thread.
 */
public final class GaussianNoise {

    private final RandomBits bits;

    /** Draws from this source of 64 random bits. */
    public GaussianNoise(LongSupplier source) {
        this.bits = new RandomBits(source);
    }

    /**
     * Fills a range with noise.
     *
     * @param deviation the standard deviation in grid steps
     */
    public void fill(float[] target, int from, int to, double deviation) {
        for (int i = from; i < to; i += 2) {
            double radius = deviation * Math.sqrt(-2 * Math.log(bits.fineUnit()));
            double angle = 2 * Math.PI * bits.unit();
            target[i] = (float) Math.rint(radius * Math.cos(angle));
            if (i + 1 < to) {
                target[i + 1] = (float) Math.rint(radius * Math.sin(angle));
            }
        }
    }
}
