package org.firewarden.train.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.firewarden.train.graph.Architecture;
import org.firewarden.train.graph.Examples;
import org.firewarden.train.graph.GraphTrainer;
import org.firewarden.train.graph.Network;
import org.firewarden.train.graph.Schedule;
import org.firewarden.train.graph.StepDesign;
import org.firewarden.train.graph.TrainingState;
import org.firewarden.train.privacy.Accountant;
import org.firewarden.train.privacy.RdpAccountant;
import org.firewarden.train.privacy.Rounds;
import org.firewarden.train.privacy.SampledGaussian;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network by a plan. Without privacy it looks at people held out and keeps the state that does best on them; with
 * privacy it takes the steps of the plan and looks at nobody.
 */
final class NetworkTraining {

    /** How many looks at the held-out people without a better loss end the training. */
    private static final int PATIENCE = 4;

    private static final int LEAST_BETWEEN_LOOKS = 60;

    private static final long INITIAL_STREAM = 1L << 40;

    private final TrainSettings settings;
    private final LongFunction<LongSupplier> streams;
    private final RunProgress progress;

    NetworkTraining(TrainSettings settings, LongFunction<LongSupplier> streams, RunProgress progress) {
        this.settings = settings;
        this.streams = streams;
        this.progress = progress;
    }

    Network train(
            Architecture shape,
            PrivacyPlan plan,
            Examples train,
            @Nullable Examples heldOut,
            double baseRate,
            Optional<TrainingState> resume) {
        Network start = Network.initial(shape, baseRate, streams.apply(INITIAL_STREAM));
        Schedule schedule = plan.schedule();
        boolean isPrivate = schedule.privacy() != null;
        StepDesign design =
                new StepDesign(shape, settings.optimizer(), isPrivate, isPrivate, Math.max(1, train.greatestGroup()));
        Looks looks = new Looks(shape, plan, train.patients(), isPrivate ? null : heldOut);
        try (GraphTrainer trainer = GraphTrainer.open(design, 1)) {
            TrainingState end = trainer.train(
                    resume.orElseGet(() -> TrainingState.initial(start)), train, schedule, streams, looks::goesOn);
            return new Network(shape, looks.best(end).theta());
        }
    }

    /** The mean log loss. */
    static double loss(Network network, Examples examples) {
        double sum = 0;
        double[] probabilities = network.probabilities(examples);
        for (int i = 0; i < probabilities.length; i++) {
            double p = Math.min(1 - 1e-12, Math.max(1e-12, probabilities[i]));
            sum -= examples.labels()[i] > 0 ? Math.log(p) : Math.log(1 - p);
        }
        return sum / probabilities.length;
    }

    /** Looks at a run after each few steps. */
    private final class Looks {

        private final Architecture shape;
        private final PrivacyPlan plan;
        private final int patients;
        private final @Nullable Examples heldOut;
        private final List<Double> losses = new ArrayList<>();
        private @Nullable TrainingState bestState;
        private double bestLoss = Double.POSITIVE_INFINITY;
        private int sinceBest;
        private int lastLook;

        Looks(Architecture shape, PrivacyPlan plan, int patients, @Nullable Examples heldOut) {
            this.shape = shape;
            this.plan = plan;
            this.patients = patients;
            this.heldOut = heldOut;
        }

        boolean goesOn(TrainingState state) {
            Double loss = null;
            int epoch = (int) Math.ceil(patients / plan.schedule().expectedBatch());
            boolean isTime = state.step() - lastLook >= Math.max(LEAST_BETWEEN_LOOKS, epoch / 2)
                    || state.step() >= plan.schedule().steps();
            if (heldOut != null && isTime) {
                lastLook = state.step();
                loss = loss(new Network(shape, state.theta()), heldOut);
                losses.add(loss);
                sinceBest = loss < bestLoss ? 0 : sinceBest + 1;
                if (loss < bestLoss) {
                    bestLoss = loss;
                    bestState = state;
                }
            }
            progress.steps(state, plan.schedule().steps(), spent(state.step()), loss);
            return sinceBest < PATIENCE;
        }

        private @Nullable Double spent(int steps) {
            Schedule.Privacy privacy = plan.schedule().privacy();
            TrainSettings.Privacy asked = settings.privacy();
            if (privacy == null || asked == null) {
                return null;
            }
            // The quick accountant, whose bound is looser; the report states the other one's.
            Accountant quick = RdpAccountant.standard();
            double rate = plan.schedule().samplingRate(patients);
            return quick.epsilon(
                    new Rounds(new SampledGaussian(rate, privacy.noiseMultiplier()), steps), asked.delta());
        }

        TrainingState best(TrainingState end) {
            return bestState == null ? end : bestState;
        }
    }
}
