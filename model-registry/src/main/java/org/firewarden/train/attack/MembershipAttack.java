package org.firewarden.train.attack;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.firewarden.train.evaluate.Bootstrap;
import org.firewarden.train.evaluate.Discrimination;
import org.firewarden.train.evaluate.EvaluationReport.AttackFinding;
import org.firewarden.train.evaluate.Interval95;
import org.firewarden.train.evaluate.Scored;

/**
 * Tells members from others by the model's loss on them (Yeom et al. 2018, arXiv 1709.01604): whoever was trained on tends to be
 * predicted better. One score for each person.
 */
public final class MembershipAttack {

    private static final int GREATEST = 2000;
    private static final int ROUNDS = 200;

    private MembershipAttack() {}

    /**
     * Attacks.
     *
     * @param memberLosses mean losses of people of the training data
     * @param otherLosses of people who were not trained on
     * @param delta of the claim; 0 if there is none
     * @return the attack's AUC, where 0.5 tells nothing, and the epsilon that it proves
     */
    public static List<AttackFinding> byLoss(double[] memberLosses, double[] otherLosses, double delta, long seed) {
        int n = Math.min(GREATEST, Math.min(memberLosses.length, otherLosses.length));
        double[] members = scores(memberLosses, n);
        double[] others = scores(otherLosses, n);
        double[] all = new double[2 * n];
        float[] labels = new float[2 * n];
        System.arraycopy(members, 0, all, 0, n);
        System.arraycopy(others, 0, all, n, n);
        Arrays.fill(labels, 0, n, 1);
        Scored scored = new Scored(all, labels, IntStream.range(0, 2 * n).toArray());
        Interval95 auc = new Bootstrap(ROUNDS, seed)
                .of(scored, some -> Discrimination.auroc(some.probabilities(), some.labels()));
        double epsilon = EmpiricalEpsilon.ofThreshold(members, others, delta);
        return List.of(
                new AttackFinding("membership-loss", "AUC", auc, 2 * n),
                new AttackFinding(
                        "membership-loss-epsilon",
                        "epsilon proved with 95 % confidence",
                        new Interval95(epsilon, epsilon, Double.POSITIVE_INFINITY),
                        2 * n));
    }

    private static double[] scores(double[] losses, int n) {
        return IntStream.range(0, n)
                .mapToDouble(i -> -losses[(int) ((long) i * losses.length / n)])
                .toArray();
    }
}
