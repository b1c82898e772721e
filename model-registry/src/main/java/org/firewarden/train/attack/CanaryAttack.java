package org.firewarden.train.attack;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.firewarden.train.evaluate.EvaluationReport.AttackFinding;
import org.firewarden.train.evaluate.Interval95;

/**
 * Guesses which canaries were in training, each of which a fair coin put there (Carlini et al. 2019, The Secret Sharer, arXiv 1802.08232;
 * as an audit of one run Steinke, Nasr, Jagielski 2023, arXiv 2305.08846). The quarter with the highest scores is taken to be in, the
 * quarter with the lowest out; of the rest nothing is guessed.
 */
public final class CanaryAttack {

    private static final double LEVEL = 0.025;

    private CanaryAttack() {}

    /**
     * Guesses.
     *
     * @param scores higher for canaries that the model seems to know
     * @param isIn whether it was trained with them
     * @return the share of right guesses with its exact interval, and the epsilon that it proves
     */
    public static List<AttackFinding> of(double[] scores, boolean[] isIn) {
        int quarter = scores.length / 4;
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> scores[i]))
                .mapToInt(i -> i)
                .toArray();
        int right = 0;
        for (int i = 0; i < quarter; i++) {
            right += isIn[order[i]] ? 0 : 1;
            right += isIn[order[order.length - 1 - i]] ? 1 : 0;
        }
        int guesses = 2 * quarter;
        double epsilon = EmpiricalEpsilon.ofGuesses(guesses, right);
        return List.of(
                new AttackFinding(
                        "canary-guesses",
                        "share of right guesses",
                        new Interval95(
                                (double) right / guesses,
                                Binomial.lower(right, guesses, LEVEL),
                                Binomial.upper(right, guesses, LEVEL)),
                        guesses),
                new AttackFinding(
                        "canary-epsilon",
                        "epsilon proved with 95 % confidence",
                        new Interval95(epsilon, epsilon, Double.POSITIVE_INFINITY),
                        guesses));
    }
}
