package org.firewarden.train.attack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.firewarden.train.evaluate.Bootstrap;
import org.firewarden.train.evaluate.Discrimination;
import org.firewarden.train.evaluate.EvaluationReport.AttackFinding;
import org.firewarden.train.evaluate.Interval95;
import org.firewarden.train.evaluate.Scored;

/**
 * LiRA, the likelihood ratio attack (Carlini et al. 2022, Membership Inference Attacks From First Principles, arXiv 2112.03570): how
 * confident models are that were trained with a person, and how confident those that were not, tells on which side the attacked model
 * stands. Both are taken as normal, with one variance for all people, as is advised for few shadow models.
 */
public final class LikelihoodRatioAttack {

    private static final int ROUNDS = 200;
    private static final double FALSE_POSITIVES = 0.01;
    private static final double LEAST_VARIANCE = 1e-8;

    private final double[][] shadows;
    private final boolean[][] isIn;

    /**
     * Takes the shadow models. Arrays are not copied and not to be changed.
     *
     * @param shadows by shadow model and person: the log-odds that the model gives to what came true
     * @param isIn by shadow model and person: whether it was trained with the person
     */
    public LikelihoodRatioAttack(double[][] shadows, boolean[][] isIn) {
        if (shadows.length != isIn.length || shadows.length < 4) {
            throw new IllegalArgumentException("the attack takes at least four shadow models");
        }
        this.shadows = shadows;
        this.isIn = isIn;
    }

    /**
     * Attacks a model.
     *
     * @param attacked for each person the log-odds that the model gives to what came true
     * @param isMember for each person whether it was trained with them
     * @param delta of the claim; 0 if there is none
     * @return the attack's AUC, its true positives at 1 % false ones, and the epsilon that it proves
     */
    public List<AttackFinding> on(double[] attacked, boolean[] isMember, double delta, long seed) {
        double[] scores = scores(attacked);
        int[] usable = IntStream.range(0, scores.length)
                .filter(person -> Double.isFinite(scores[person]))
                .toArray();
        float[] labels = new float[usable.length];
        double[] used = new double[usable.length];
        for (int i = 0; i < usable.length; i++) {
            labels[i] = isMember[usable[i]] ? 1 : 0;
            used[i] = scores[usable[i]];
        }
        Scored scored = new Scored(used, labels, IntStream.range(0, used.length).toArray());
        List<Interval95> figures = new Bootstrap(ROUNDS, seed)
                .of(
                        scored,
                        List.of(
                                some -> Discrimination.auroc(some.probabilities(), some.labels()),
                                LikelihoodRatioAttack::truePositives));
        double epsilon = EmpiricalEpsilon.ofThreshold(of(used, labels, 1), of(used, labels, 0), delta);
        return List.of(
                new AttackFinding("membership-lira", "AUC", figures.get(0), used.length),
                new AttackFinding("lira-true-positives", "rate at 1 % false positives", figures.get(1), used.length),
                new AttackFinding(
                        "membership-lira-epsilon",
                        "epsilon proved with 95 % confidence",
                        new Interval95(epsilon, epsilon, Double.POSITIVE_INFINITY),
                        used.length));
    }

    /** The log-likelihood ratio of each person; not a number for whom no shadow model is on one of the sides. */
    double[] scores(double[] attacked) {
        int people = attacked.length;
        double[][] means = new double[2][people];
        double[] squares = new double[2];
        long[] freedom = new long[2];
        for (int side = 0; side < 2; side++) {
            for (int person = 0; person < people; person++) {
                List<Double> values = values(person, side == 1);
                double mean = values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
                means[side][person] = mean;
                for (double value : values) {
                    squares[side] += (value - mean) * (value - mean);
                }
                freedom[side] += Math.max(0, values.size() - 1);
            }
        }
        double[] variances = new double[2];
        for (int side = 0; side < 2; side++) {
            variances[side] = Math.max(LEAST_VARIANCE, squares[side] / Math.max(1, freedom[side]));
        }
        double[] scores = new double[people];
        for (int person = 0; person < people; person++) {
            scores[person] = logDensity(attacked[person], means[1][person], variances[1])
                    - logDensity(attacked[person], means[0][person], variances[0]);
        }
        return scores;
    }

    private List<Double> values(int person, boolean in) {
        List<Double> values = new ArrayList<>();
        for (int shadow = 0; shadow < shadows.length; shadow++) {
            if (isIn[shadow][person] == in) {
                values.add(shadows[shadow][person]);
            }
        }
        return values;
    }

    private static double logDensity(double value, double mean, double variance) {
        return -(value - mean) * (value - mean) / (2 * variance) - Math.log(variance) / 2;
    }

    private static double truePositives(Scored scored) {
        double[] others = of(scored.probabilities(), scored.labels(), 0);
        double[] members = of(scored.probabilities(), scored.labels(), 1);
        if (others.length == 0 || members.length == 0) {
            return Double.NaN;
        }
        Arrays.sort(others);
        int allowed = (int) (FALSE_POSITIVES * others.length);
        double threshold = others[others.length - 1 - allowed];
        return Arrays.stream(members).filter(score -> score > threshold).count() / (double) members.length;
    }

    private static double[] of(double[] scores, float[] labels, int label) {
        return IntStream.range(0, scores.length)
                .filter(i -> labels[i] == label)
                .mapToDouble(i -> scores[i])
                .toArray();
    }
}
