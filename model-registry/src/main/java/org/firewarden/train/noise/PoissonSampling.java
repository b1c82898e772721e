package org.firewarden.train.noise;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Who takes part in a step: each of n with the same probability, independently. It jumps from one participant to the next,
 * so that a draw costs as much as it yields.
 */
public final class PoissonSampling {

    private PoissonSampling() {}

    /** The indices of the participants, in rising order. */
    public static int[] draw(int n, double rate, LongSupplier source) {
        if (rate >= 1) {
            int[] all = new int[n];
            Arrays.setAll(all, i -> i);
            return all;
        }
        RandomBits bits = new RandomBits(source);
        double scale = 1 / Math.log1p(-rate);
        int[] drawn = new int[(int) (n * rate * 1.5) + 16];
        int count = 0;
        double index = -1;
        while (true) {
            index += 1 + Math.floor(Math.log(bits.fineUnit()) * scale);
            if (index >= n) {
                return Arrays.copyOf(drawn, count);
            }
            if (count == drawn.length) {
                drawn = Arrays.copyOf(drawn, 2 * count);
            }
            drawn[count++] = (int) index;
        }
    }

    /** A size that a draw exceeds with a probability below 1e-20 (Bernstein's inequality). */
    public static int greatest(int n, double rate) {
        double expected = n * rate;
        return (int) Math.min(n, Math.ceil(expected + 10 * Math.sqrt(expected) + 40));
    }
}
