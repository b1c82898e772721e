package org.firewarden.train.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.firewarden.train.evaluate.EvaluationReport;
import org.firewarden.train.graph.Architecture;
import org.firewarden.train.graph.Examples;
import org.firewarden.train.graph.TrainingState;
import org.firewarden.train.noise.ExponentialMechanism;
import org.firewarden.train.privacy.PrivacyStatement;
import org.jspecify.annotations.Nullable;

/**
 * Trains with each learning rate that the settings name and keeps the model that does best on patients held out. Under a privacy claim
 * every trial is a part of the plan, whose noise is made for all of them together, and the best one is chosen by the exponential
 * mechanism on patients whom nothing else is learnt from.
 */
final class Search {

    private static final int TRIAL_BITS = 52;
    private static final long CHOICE_STREAM = 1L << 42;

    private final TrainSettings settings;
    private final Architecture shape;
    private final double baseRate;
    private final LongFunction<LongSupplier> streams;
    private final RunProgress progress;

    Search(
            TrainSettings settings,
            Architecture shape,
            double baseRate,
            LongFunction<LongSupplier> streams,
            RunProgress progress) {
        this.settings = settings;
        this.shape = shape;
        this.baseRate = baseRate;
        this.streams = streams;
        this.progress = progress;
    }

    /**
     * What was found.
     *
     * @param training trains in the way that was chosen
     * @param scorer the model that was chosen
     * @param trials what was tried; none if there was nothing to choose from
     */
    record Found(ModelTraining training, FittedModel.Scorer scorer, List<EvaluationReport.Trial> trials) {}

    Found best(PrivacyPlan plan, Examples train, Examples heldOut, Optional<TrainingState> resume) {
        int trials = settings.trials().size();
        if (trials == 1) {
            ModelTraining training = training(0);
            return new Found(training, training.model(plan, train, heldOut, resume, progress), List.of());
        }
        List<ModelTraining> ways = new ArrayList<>();
        List<FittedModel.Scorer> models = new ArrayList<>();
        for (int trial = 0; trial < trials; trial++) {
            ways.add(training(trial));
            models.add(ways.get(trial)
                    .model(plan.at(settings.learningRate(trial)), train, heldOut, Optional.empty(), of(trial)));
        }
        double[] losses = models.stream()
                .mapToDouble(model -> loss(model, heldOut, plan.statement().isPresent()))
                .toArray();
        int chosen = choose(losses, plan.statement());
        List<EvaluationReport.Trial> told = new ArrayList<>();
        for (int trial = 0; trial < trials; trial++) {
            told.add(new EvaluationReport.Trial(
                    settings.learningRate(trial),
                    trial == chosen,
                    plan.statement().isPresent() ? null : losses[trial] / heldOut.patients()));
        }
        return new Found(ways.get(chosen), models.get(chosen), told);
    }

    private ModelTraining training(int trial) {
        LongFunction<LongSupplier> own =
                trial == 0 ? streams : stream -> streams.apply(((long) trial << TRIAL_BITS) + stream);
        return new ModelTraining(settings.trial(trial), shape, baseRate, own);
    }

    /** The sum over patients of their mean log loss; cut to 1 each where that is told under a claim. */
    private static double loss(FittedModel.Scorer model, Examples examples, boolean isCut) {
        double sum = 0;
        double[] probabilities = model.probabilities(examples);
        for (int patient = 0; patient < examples.patients(); patient++) {
            double loss = 0;
            for (int row = examples.start(patient); row < examples.end(patient); row++) {
                double right = examples.labels()[row] > 0 ? probabilities[row] : 1 - probabilities[row];
                loss -= Math.log(Math.max(1e-12, right));
            }
            loss /= examples.end(patient) - examples.start(patient);
            sum += isCut ? Math.min(1, loss) : loss;
        }
        return sum;
    }

    private int choose(double[] losses, Optional<PrivacyStatement> statement) {
        if (statement.isPresent()) {
            double[] utilities = new double[losses.length];
            for (int i = 0; i < losses.length; i++) {
                utilities[i] = -losses[i];
            }
            return ExponentialMechanism.choose(utilities, 1, statement.get().epsilon(), streams.apply(CHOICE_STREAM));
        }
        int best = 0;
        for (int i = 1; i < losses.length; i++) {
            best = losses[i] < losses[best] ? i : best;
        }
        return best;
    }

    /** A trial among others: it tells how far the whole is, and leaves nothing to go on from, since its trial may not be the last. */
    private RunProgress of(int trial) {
        return new RunProgress() {
            @Override
            public void steps(TrainingState state, int steps, @Nullable Double epsilon, @Nullable Double loss) {
                double part = (trial + (double) state.step() / steps)
                        / settings.trials().size();
                progress.phase("searching", 0.1 + 0.6 * part);
            }

            @Override
            public void phase(String name, double fraction) {}
        };
    }
}
