package org.firewarden.train.run;

import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.firewarden.train.graph.Architecture;
import org.firewarden.train.graph.Examples;
import org.firewarden.train.graph.Schedule;
import org.firewarden.train.graph.TrainingState;
import org.firewarden.train.tree.BoostedTrees;

/** Trains the model of a run, and twins of it for those who attack it; twins have random bits of their own and are not handed on. */
final class ModelTraining {

    private static final int TWIN_BITS = 44;

    private final TrainSettings settings;
    private final Architecture shape;
    private final double baseRate;
    private final LongFunction<LongSupplier> streams;

    ModelTraining(TrainSettings settings, Architecture shape, double baseRate, LongFunction<LongSupplier> streams) {
        this.settings = settings;
        this.shape = shape;
        this.baseRate = baseRate;
        this.streams = streams;
    }

    FittedModel.Scorer model(
            PrivacyPlan plan, Examples train, Examples stopping, Optional<TrainingState> resume, RunProgress progress) {
        if (settings.algorithm() == Algorithm.GBT) {
            return trees(train, settings.seed());
        }
        return new FittedModel.OfNetwork(
                new NetworkTraining(settings, streams, progress).train(shape, plan, train, stopping, baseRate, resume));
    }

    /**
     * Trains in the same way on other patients. Each takes part with the probability of the plan, so that what it spends is the same.
     *
     * @param patients how many the plan was made for
     * @param number of the twin, from 1
     */
    FittedModel.Scorer twin(PrivacyPlan plan, int patients, Examples train, Examples stopping, int number) {
        if (settings.algorithm() == Algorithm.GBT) {
            return trees(train, settings.seed() + number);
        }
        Schedule schedule = plan.schedule();
        PrivacyPlan same = new PrivacyPlan(
                new Schedule(
                        schedule.steps(),
                        schedule.expectedBatch() * train.patients() / patients,
                        schedule.learningRate(),
                        schedule.positiveWeight(),
                        schedule.privacy()),
                plan.statement());
        LongFunction<LongSupplier> own = stream -> streams.apply(((long) number << TWIN_BITS) + stream);
        return new FittedModel.OfNetwork(new NetworkTraining(settings, own, RunProgress.none())
                .train(shape, same, train, stopping, baseRate, Optional.empty()));
    }

    private FittedModel.Scorer trees(Examples train, long seed) {
        return new FittedModel.OfTrees(
                BoostedTrees.train(train, settings.trees(), settings.trees().rounds(), baseRate, seed));
    }
}
