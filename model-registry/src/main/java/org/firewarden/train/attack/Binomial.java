package org.firewarden.train.attack;

import java.util.function.DoublePredicate;

/** Exact one-sided bounds on the probability of success (Clopper and Pearson 1934). */
final class Binomial {

    private static final int BISECTIONS = 60;

    private Binomial() {}

    /** The least probability that is not refuted at the level by so many successes. */
    static double lower(int successes, int n, double level) {
        return successes == 0 ? 0 : bisect(p -> atLeast(successes, n, p) < level);
    }

    /** The greatest probability that is not refuted at the level by so few successes. */
    static double upper(int successes, int n, double level) {
        return successes == n ? 1 : bisect(p -> 1 - atLeast(successes + 1, n, p) >= level);
    }

    /** The probability of at least so many successes. */
    static double atLeast(int successes, int n, double p) {
        if (successes <= 0) {
            return 1;
        }
        if (p <= 0 || p >= 1) {
            return p <= 0 ? 0 : 1;
        }
        double logTerm = n * Math.log1p(-p);
        double tail = 0;
        for (int k = 0; k <= n; k++) {
            if (k >= successes) {
                tail += Math.exp(logTerm);
            }
            logTerm += Math.log(n - k) - Math.log(k + 1) + Math.log(p) - Math.log1p(-p);
        }
        return Math.min(1, tail);
    }

    /** Where a condition that holds for small probabilities ends. */
    private static double bisect(DoublePredicate holds) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (holds.test(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
