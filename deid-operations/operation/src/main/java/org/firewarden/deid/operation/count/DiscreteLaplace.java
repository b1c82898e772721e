package org.firewarden.deid.operation.count;

import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * Noise whose probability falls with {@code exp(-epsilon * |x|)} over all integers: a count that changes by at most one with each
 * patient is then epsilon-differentially private. Sampled exactly, by fair draws of integers from a cryptographic generator and
 * without a floating-point number (Canonne, Kamath, Steinke: The Discrete Gaussian for Differential Privacy, 2020, algorithms 1
 * and 2), so that the attacks on rounded noise (Mironov 2012) have nothing to look at.
 */
final class DiscreteLaplace {

    private final SecureRandom random;

    DiscreteLaplace(SecureRandom random) {
        this.random = random;
    }

    /** A sample; the ratio of the probabilities of neighbours is {@code exp(-epsilon)}. */
    long sample(Epsilon epsilon) {
        long common = gcd(epsilon.micros(), 1_000_000);
        long s = epsilon.micros() / common;
        long t = 1_000_000 / common;
        while (true) {
            long u = random.nextLong(t);
            if (!bernoulliExp(u, t)) {
                continue;
            }
            long v = 0;
            while (bernoulliExp(1, 1)) {
                v++;
            }
            long magnitude = (u + t * v) / s;
            boolean isNegative = random.nextBoolean();
            if (!isNegative || magnitude != 0) {
                return isNegative ? -magnitude : magnitude;
            }
        }
    }

    /** True with probability {@code exp(-numerator / denominator)}, which is at most one. */
    private boolean bernoulliExp(long numerator, long denominator) {
        int k = 1;
        while (bernoulli(numerator, denominator, k)) {
            k++;
        }
        return k % 2 == 1;
    }

    /** True with probability {@code numerator / (denominator * k)}. */
    private boolean bernoulli(long numerator, long denominator, int k) {
        return random.nextLong(Math.multiplyExact(denominator, (long) k)) < numerator;
    }

    private static long gcd(long a, long b) {
        return BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).longValueExact();
    }

    /**
     * Half the width of the interval that holds the noise with this probability or more: the smallest {@code w} with
     * {@code P(|X| > w) = 2 q^(w+1) / (1 + q) <= 1 - probability}, where {@code q = exp(-epsilon)}.
     */
    static long halfWidth(Epsilon epsilon, double probability) {
        double q = Math.exp(-epsilon.micros() / 1e6);
        double w = Math.log((1 - probability) * (1 + q) / 2) / Math.log(q) - 1;
        return Math.max(0, (long) Math.ceil(w));
    }
}
