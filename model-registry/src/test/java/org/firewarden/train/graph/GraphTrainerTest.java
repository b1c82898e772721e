package org.firewarden.train.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.firewarden.train.evaluate.Discrimination;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GraphTrainerTest {

    private static final NetworkShape LOGISTIC = new NetworkShape(12, List.of());
    private static final NetworkShape MLP = new NetworkShape(12, List.of(16, 8));
    private static final GruShape GRU = Cohorts.gru(7);

    static Stream<Arguments> designs() {
        Schedule.Privacy clips = new Schedule.Privacy(0.5, 0);
        Schedule.Privacy noisy = new Schedule.Privacy(0.5, 1);
        return Stream.of(
                Arguments.of("plain logistic", LOGISTIC, Optimizer.ADAM, 1, null),
                Arguments.of("plain network", MLP, Optimizer.ADAM, 1, null),
                Arguments.of("momentum", MLP, Optimizer.SGD, 1, null),
                Arguments.of("clipped logistic", LOGISTIC, Optimizer.ADAM, 1, clips),
                Arguments.of("clipped network", MLP, Optimizer.ADAM, 1, clips),
                Arguments.of("clipped network of grouped rows", MLP, Optimizer.ADAM, 3, clips),
                Arguments.of("noisy network", MLP, Optimizer.ADAM, 1, noisy),
                Arguments.of("noisy network of grouped rows", MLP, Optimizer.SGD, 3, noisy),
                Arguments.of("plain recurrent unit", GRU, Optimizer.ADAM, 1, null),
                Arguments.of("recurrent unit with momentum", GRU, Optimizer.SGD, 2, null),
                Arguments.of("clipped recurrent unit", GRU, Optimizer.ADAM, 1, clips),
                Arguments.of("clipped recurrent unit of grouped rows", GRU, Optimizer.SGD, 3, clips),
                Arguments.of("noisy recurrent unit", GRU, Optimizer.ADAM, 1, noisy),
                Arguments.of("noisy recurrent unit of grouped rows", GRU, Optimizer.SGD, 3, noisy));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("designs")
    void theGraphAndTheOracleHaveTheSameWeightsAfterFiftySteps(
            String name, Architecture shape, Optimizer optimizer, int group, Schedule.@Nullable Privacy privacy) {
        Examples examples = shape instanceof GruShape ? Cohorts.events(600, group, 7) : Cohorts.make(600, 12, group, 7);
        Schedule schedule = new Schedule(50, 64, 0.003, 2, privacy);
        Network start = Network.initial(shape, 0.2, Cohorts.streams(1).apply(99));

        float[] graph =
                train(shape, optimizer, group, examples, schedule, start).theta();
        double[] oracle = new OracleTrainer(shape, optimizer).train(start, examples, schedule, Cohorts.streams(1));

        for (int i = 0; i < oracle.length; i++) {
            assertThat(Math.abs(graph[i] - oracle[i])).as("parameter %s", i).isLessThan(1e-4);
        }
        assertThat(graph).isNotEqualTo(start.parameters());
    }

    @Test
    void theGraphAndTheOracleRankTheSame() {
        Examples examples = Cohorts.make(3000, 12, 1, 3);
        Schedule schedule = new Schedule(250, 128, 0.005, 1, null);
        Network start = Network.initial(MLP, 0.2, Cohorts.streams(1).apply(99));

        Network graph = new Network(
                MLP, train(MLP, Optimizer.ADAM, 1, examples, schedule, start).theta());
        double[] weights = new OracleTrainer(MLP, Optimizer.ADAM).train(start, examples, schedule, Cohorts.streams(1));
        float[] narrowed = new float[weights.length];
        for (int i = 0; i < narrowed.length; i++) {
            narrowed[i] = (float) weights[i];
        }
        double ours = Discrimination.auroc(graph.probabilities(examples), examples.labels());
        double theirs = Discrimination.auroc(new Network(MLP, narrowed).probabilities(examples), examples.labels());

        assertThat(ours).isGreaterThan(0.75);
        assertThat(Math.abs(ours - theirs)).isLessThan(1e-4);
    }

    @Test
    void aRunThatIsResumedEndsInTheSameBytes() {
        Examples examples = Cohorts.make(500, 12, 2, 5);
        Schedule schedule = new Schedule(150, 32, 0.003, 1, new Schedule.Privacy(1, 0.8));
        Network start = Network.initial(MLP, 0.2, Cohorts.streams(1).apply(99));
        StepDesign design = new StepDesign(MLP, Optimizer.ADAM, true, true, 2);
        try (GraphTrainer trainer = GraphTrainer.open(design, 1)) {
            TrainingState whole =
                    trainer.train(TrainingState.initial(start), examples, schedule, Cohorts.streams(1), state -> true);
            TrainingState half =
                    trainer.train(TrainingState.initial(start), examples, schedule, Cohorts.streams(1), state -> false);
            TrainingState restored = TrainingState.ofBytes(half.toBytes());
            TrainingState resumed = trainer.train(restored, examples, schedule, Cohorts.streams(1), state -> true);

            assertThat(half.step()).isBetween(1, 149);
            assertThat(resumed.toBytes()).isEqualTo(whole.toBytes());
        }
    }

    @Test
    void anotherKeyGivesOtherNoise() {
        Examples examples = Cohorts.make(200, 12, 1, 5);
        Schedule schedule = new Schedule(2, 32, 0.003, 1, new Schedule.Privacy(1, 1));
        Network start = Network.initial(MLP, 0.2, Cohorts.streams(1).apply(99));
        StepDesign design = new StepDesign(MLP, Optimizer.ADAM, true, true, 1);
        try (GraphTrainer trainer = GraphTrainer.open(design, 1)) {
            TrainingState one =
                    trainer.train(TrainingState.initial(start), examples, schedule, Cohorts.streams(1), s -> true);
            TrainingState two =
                    trainer.train(TrainingState.initial(start), examples, schedule, Cohorts.streams(2), s -> true);

            assertThat(Arrays.equals(one.theta(), two.theta())).isFalse();
        }
    }

    @Test
    void noiseWithoutClippingAndSchedulesForAnotherGraphAreRefused() {
        assertThatThrownBy(() -> new StepDesign(MLP, Optimizer.ADAM, false, true, 1))
                .isInstanceOf(IllegalArgumentException.class);
        Schedule withoutPrivacy = new Schedule(2, 32, 0.003, 1, null);
        Examples examples = Cohorts.make(20, 12, 1, 5);
        Network start = Network.initial(MLP, 0.2, Cohorts.streams(1).apply(99));
        try (GraphTrainer trainer = GraphTrainer.open(new StepDesign(MLP, Optimizer.ADAM, true, true, 1), 1)) {
            assertThatThrownBy(() -> trainer.train(
                            TrainingState.initial(start), examples, withoutPrivacy, Cohorts.streams(1), s -> true))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static TrainingState train(
            Architecture shape, Optimizer optimizer, int group, Examples examples, Schedule schedule, Network start) {
        Schedule.Privacy privacy = schedule.privacy();
        StepDesign design = new StepDesign(
                shape, optimizer, privacy != null, privacy != null && privacy.noiseMultiplier() > 0, group);
        try (GraphTrainer trainer = GraphTrainer.open(design, 1)) {
            return trainer.train(TrainingState.initial(start), examples, schedule, Cohorts.streams(1), state -> true);
        }
    }
}
