package org.firewarden.train.attack;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.firewarden.train.evaluate.Bootstrap;
import org.firewarden.train.evaluate.EvaluationReport.AttackFinding;
import org.firewarden.train.evaluate.Interval95;
import org.firewarden.train.evaluate.Scored;

/**
 * Attribute inference (Fredrikson et al. 2014; Yeom et al. 2018, arXiv 1709.01604, section 5): who knows all of a person but one attribute
 * guesses the value with which the model explains the outcome best. What counts is by how much that goes better for people of the
 * training data than for others: the rest is what the model says of everybody.
 */
public final class AttributeAttack {

    private static final int ROUNDS = 200;

    private AttributeAttack() {}

    /**
     * Compares.
     *
     * @param attribute the feature's name
     * @param memberRight for each person of the training data whether the guess was right
     * @param otherRight for each other person
     */
    public static AttackFinding of(String attribute, boolean[] memberRight, boolean[] otherRight, long seed) {
        int n = memberRight.length + otherRight.length;
        double[] right = new double[n];
        float[] labels = new float[n];
        for (int i = 0; i < n; i++) {
            boolean isMember = i < memberRight.length;
            right[i] = (isMember ? memberRight[i] : otherRight[i - memberRight.length]) ? 1 : 0;
            labels[i] = isMember ? 1 : 0;
        }
        Interval95 advantage = new Bootstrap(ROUNDS, seed)
                .of(new Scored(right, labels, IntStream.range(0, n).toArray()), AttributeAttack::advantage);
        return new AttackFinding("attribute-" + attribute, "advantage", advantage, n);
    }

    private static double advantage(Scored scored) {
        double[] sums = new double[2];
        int[] counts = new int[2];
        for (int i = 0; i < scored.rows(); i++) {
            int side = scored.labels()[i] > 0 ? 1 : 0;
            sums[side] += scored.probabilities()[i];
            counts[side]++;
        }
        return Arrays.stream(counts).anyMatch(count -> count == 0)
                ? Double.NaN
                : sums[1] / counts[1] - sums[0] / counts[0];
    }
}
