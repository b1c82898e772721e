package org.firewarden.train.attack;

import java.util.Arrays;

/** Lower bounds on epsilon that an attack proves, each with confidence 95 %. A bound above the claim refutes the claim. */
public final class EmpiricalEpsilon {

    private static final double LEVEL = 0.05;
    private static final int BISECTIONS = 50;

    private EmpiricalEpsilon() {}

    /**
     * From guesses about canaries that were each put into training by a fair coin (Steinke, Nasr, Jagielski 2023, Privacy Auditing
     * with One Training Run, arXiv 2305.08846, theorem for delta 0): a mechanism with epsilon lets a guess be right with
     * probability e^epsilon / (1 + e^epsilon) at most.
     *
     * @param guesses how many were made
     * @param right how many were right
     */
    public static double ofGuesses(int guesses, int right) {
        double low = 0;
        double high = 50;
        if (Binomial.atLeast(right, guesses, 0.5) > LEVEL) {
            return 0;
        }
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (Binomial.atLeast(right, guesses, 1 / (1 + Math.exp(-middle))) <= LEVEL) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * From a threshold on scores, chosen on every other member and non-member and tested on the rest: any test with true positive
     * rate t and false positive rate f proves ln((t - delta) / f) (Kairouz, Oh, Viswanath 2015).
     *
     * @param members scores of those who were trained on, higher for those whom the attack takes for members
     * @param others scores of those who were not
     */
    public static double ofThreshold(double[] members, double[] others, double delta) {
        double threshold = bestThreshold(half(members, 0), half(others, 0), delta);
        double[] testMembers = half(members, 1);
        double[] testOthers = half(others, 1);
        return bound(testMembers, testOthers, threshold, delta, LEVEL / 2);
    }

    private static double bestThreshold(double[] members, double[] others, double delta) {
        double[] sorted = members.clone();
        Arrays.sort(sorted);
        double best = Double.NEGATIVE_INFINITY;
        double threshold = sorted.length == 0 ? 0 : sorted[sorted.length - 1];
        for (int i = 1; i < 20; i++) {
            double candidate = sorted.length == 0 ? 0 : sorted[(int) ((long) i * sorted.length / 20)];
            double bound = bound(members, others, candidate, delta, LEVEL / 2);
            if (bound > best) {
                best = bound;
                threshold = candidate;
            }
        }
        return threshold;
    }

    private static double bound(double[] members, double[] others, double threshold, double delta, double level) {
        double t = Binomial.lower(above(members, threshold), members.length, level);
        double f = Binomial.upper(above(others, threshold), others.length, level);
        return t <= delta ? 0 : Math.max(0, Math.log((t - delta) / f));
    }

    private static int above(double[] scores, double threshold) {
        return (int) Arrays.stream(scores).filter(score -> score >= threshold).count();
    }

    private static double[] half(double[] scores, int which) {
        double[] half = new double[(scores.length + 1 - which) / 2];
        for (int i = 0; i < half.length; i++) {
            half[i] = scores[2 * i + which];
        }
        return half;
    }
}
