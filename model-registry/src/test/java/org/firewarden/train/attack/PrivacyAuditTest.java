package org.firewarden.train.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.firewarden.crypto.KeyStream;
import org.firewarden.train.evaluate.EvaluationReport.AttackFinding;
import org.firewarden.train.graph.Examples;
import org.firewarden.train.graph.GraphTrainer;
import org.firewarden.train.graph.Network;
import org.firewarden.train.graph.NetworkShape;
import org.firewarden.train.graph.Optimizer;
import org.firewarden.train.graph.Schedule;
import org.firewarden.train.graph.StepDesign;
import org.firewarden.train.graph.TrainingState;
import org.firewarden.train.privacy.PldAccountant;
import org.firewarden.train.privacy.Rounds;
import org.junit.jupiter.api.Test;

/** Attacks the trainer itself: canaries go in by a fair coin, and the attacker guesses which. */
class PrivacyAuditTest {

    private static final int CANARIES = 100;
    private static final int COLUMNS = CANARIES + 2;
    private static final NetworkShape SHAPE = new NetworkShape(COLUMNS, List.of());

    @Test
    void noiseKeepsTheProvenEpsilonBelowTheClaimAndWithoutNoiseTheAttackSucceeds() {
        double claim = PldAccountant.standard().epsilon(Rounds.of(0.5, 1, 20), 1e-5);

        double withNoise = EmpiricalEpsilon.ofGuesses(CANARIES, rightGuesses(new Schedule.Privacy(1, 1)));
        double withoutNoise = EmpiricalEpsilon.ofGuesses(CANARIES, rightGuesses(new Schedule.Privacy(1, 0)));

        assertThat(withNoise).isLessThan(claim);
        assertThat(withoutNoise).as("the attack has power").isGreaterThan(2.5);
    }

    /** Each canary has a column of its own and the label 1; its weight tells whether it was there. */
    private static int rightGuesses(Schedule.Privacy privacy) {
        Random coins = new Random(4);
        boolean[] isIn = new boolean[CANARIES];
        for (int i = 0; i < CANARIES; i++) {
            isIn[i] = coins.nextBoolean();
        }
        int[] present = IntStream.range(0, CANARIES).filter(i -> isIn[i]).toArray();
        int others = 400;
        float[] features = new float[(present.length + others) * COLUMNS];
        float[] labels = new float[present.length + others];
        for (int i = 0; i < present.length; i++) {
            features[i * COLUMNS + present[i]] = 3;
            labels[i] = 1;
        }
        for (int i = present.length; i < labels.length; i++) {
            features[i * COLUMNS + CANARIES] = (float) coins.nextGaussian();
            labels[i] = coins.nextInt(2);
        }
        Examples examples = Examples.ungrouped(COLUMNS, features, labels);
        Schedule schedule = new Schedule(20, labels.length * 0.5, 0.1, 1, privacy);
        StepDesign design = new StepDesign(SHAPE, Optimizer.SGD, true, privacy.noiseMultiplier() > 0, 1);
        LongFunction<LongSupplier> streams = number -> KeyStream.of(new byte[32], number)::nextLong;
        float[] theta;
        try (GraphTrainer trainer = GraphTrainer.open(design, 1)) {
            theta = trainer.train(
                            TrainingState.initial(Network.initial(SHAPE, 0.5, streams.apply(1L << 40))),
                            examples,
                            schedule,
                            streams,
                            state -> true)
                    .theta();
        }
        double[] weights = new double[CANARIES];
        Arrays.setAll(weights, i -> theta[i]);
        double[] sorted = weights.clone();
        Arrays.sort(sorted);
        double threshold = sorted[CANARIES - present.length];
        return (int) IntStream.range(0, CANARIES)
                .filter(i -> weights[i] >= threshold == isIn[i])
                .count();
    }

    @Test
    void boundsOnABinomialAreExact() {
        // Clopper and Pearson for 8 of 10, one-sided 97.5 %: as tables print them.
        assertThat(Binomial.lower(8, 10, 0.025)).isCloseTo(0.4439, within(1e-4));
        assertThat(Binomial.upper(8, 10, 0.025)).isCloseTo(0.9748, within(1e-4));
        assertThat(EmpiricalEpsilon.ofGuesses(100, 50)).isZero();
        assertThat(EmpiricalEpsilon.ofGuesses(100, 90)).isBetween(1.5, 2.2);
    }

    @Test
    void theLikelihoodRatioTellsMembersOnlyWhereTrainingLeavesATrace() {
        assertThat(lower(likelihoodRatio(1.0), "membership-lira")).isGreaterThan(0.6);
        assertThat(lower(likelihoodRatio(1.0), "membership-lira-epsilon")).isGreaterThan(0.1);
        assertThat(lower(likelihoodRatio(0), "membership-lira")).isLessThan(0.5);
        assertThat(lower(likelihoodRatio(0), "membership-lira-epsilon")).isLessThan(0.2);
    }

    /** Everybody has a level of their own; whoever was trained on is told with so much more confidence. */
    private static List<AttackFinding> likelihoodRatio(double trace) {
        int people = 1000;
        Random random = new Random(3);
        double[][] shadows = new double[8][people];
        boolean[][] isIn = new boolean[8][people];
        double[] attacked = new double[people];
        boolean[] isMember = new boolean[people];
        for (int person = 0; person < people; person++) {
            double level = 3 * random.nextGaussian();
            for (int shadow = 0; shadow < 8; shadow++) {
                isIn[shadow][person] = (shadow + person) % 2 == 0;
                shadows[shadow][person] = level + random.nextGaussian() + (isIn[shadow][person] ? trace : 0);
            }
            isMember[person] = person % 2 == 0;
            attacked[person] = level + random.nextGaussian() + (isMember[person] ? trace : 0);
        }
        return new LikelihoodRatioAttack(shadows, isIn).on(attacked, isMember, 0, 1);
    }

    @Test
    void canariesThatAreKnownProveAnEpsilonAndOthersDoNot() {
        Random random = new Random(5);
        boolean[] isIn = new boolean[200];
        double[] known = new double[200];
        double[] unknown = new double[200];
        for (int i = 0; i < 200; i++) {
            isIn[i] = random.nextBoolean();
            unknown[i] = random.nextGaussian();
            known[i] = unknown[i] + (isIn[i] ? 3 : 0);
        }
        assertThat(lower(CanaryAttack.of(known, isIn), "canary-epsilon")).isGreaterThan(1.5);
        assertThat(lower(CanaryAttack.of(known, isIn), "canary-guesses")).isGreaterThan(0.75);
        assertThat(lower(CanaryAttack.of(unknown, isIn), "canary-guesses")).isLessThan(0.55);
        assertThat(ReleaseGate.standard()
                        .decide(CanaryAttack.of(known, isIn), 1.0)
                        .reasons())
                .hasSize(2);
    }

    @Test
    void anAttributeCountsByHowMuchBetterItIsToldOfMembers() {
        boolean[] often = new boolean[500];
        boolean[] seldom = new boolean[500];
        for (int i = 0; i < 500; i++) {
            often[i] = i % 10 < 7;
            seldom[i] = i % 10 < 5;
        }
        AttackFinding told = AttributeAttack.of("sex", often, seldom, 1);
        assertThat(told.value().value()).isCloseTo(0.2, within(1e-9));
        assertThat(told.value().lower()).isBetween(0.1, 0.2);
        assertThat(ReleaseGate.standard().decide(List.of(told), null).passed()).isFalse();
        assertThat(ReleaseGate.standard()
                        .decide(List.of(AttributeAttack.of("sex", often, often, 1)), null)
                        .passed())
                .isTrue();
    }

    private static double lower(List<AttackFinding> findings, String attack) {
        return findings.stream()
                .filter(finding -> finding.attack().equals(attack))
                .findFirst()
                .orElseThrow()
                .value()
                .lower();
    }

    @Test
    void anAttackThatTellsMembersClosesTheGateAndOneThatTellsNothingDoesNot() {
        Random random = new Random(1);
        double[] seen = random.doubles(600).map(loss -> loss * 0.5).toArray();
        double[] unseen = random.doubles(600).toArray();
        double[] alike = random.doubles(600).toArray();

        assertThat(ReleaseGate.standard()
                        .decide(MembershipAttack.byLoss(seen, unseen, 0, 1), null)
                        .passed())
                .isFalse();
        assertThat(ReleaseGate.standard()
                        .decide(MembershipAttack.byLoss(alike, unseen, 1e-6, 1), 3.0)
                        .passed())
                .isTrue();
        assertThat(ReleaseGate.standard()
                        .decide(MembershipAttack.byLoss(seen, unseen, 1e-6, 1), 0.1)
                        .reasons())
                .hasSize(2);
    }
}
