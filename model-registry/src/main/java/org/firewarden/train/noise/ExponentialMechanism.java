package org.firewarden.train.noise;

import java.util.function.LongSupplier;

/**
 * Chooses the best of several with a probability that hides each patient (McSherry and Talwar 2007): proportional to e to the power of
 * epsilon times utility over twice the sensitivity. It spends epsilon, and no delta.
 */
public final class ExponentialMechanism {

    private ExponentialMechanism() {}

    /**
     * Chooses.
     *
     * @param utilities of each; one patient more or less changes none of them by more than the sensitivity
     * @param source secret random bits
     * @return the index of the choice
     */
    public static int choose(double[] utilities, double sensitivity, double epsilon, LongSupplier source) {
        if (utilities.length == 0 || !(sensitivity > 0) || !(epsilon > 0)) {
            throw new IllegalArgumentException("a choice is of something, with a sensitivity and an epsilon above 0");
        }
        RandomBits bits = new RandomBits(source);
        int best = 0;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < utilities.length; i++) {
            // Adding Gumbel noise and taking the greatest is a draw with those probabilities.
            double gumbel = -Math.log(-Math.log(bits.fineUnit()) + Double.MIN_NORMAL);
            double noisy = epsilon * utilities[i] / (2 * sensitivity) + gumbel;
            if (noisy > greatest) {
                greatest = noisy;
                best = i;
            }
        }
        return best;
    }
}
