package org.firewarden.train.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.firewarden.problem.Problem;
import org.firewarden.train.graph.Architecture;
import org.firewarden.train.graph.Schedule;
import org.firewarden.train.privacy.NoiseCalibration;
import org.firewarden.train.privacy.PrivacyStatement;
import org.firewarden.train.privacy.Rounds;

/**
 * The schedule of a run with the noise that its privacy demands. Fixed before the first step, from the number of patients alone.
 *
 * @param schedule the steps
 * @param statement what they spend, or empty without privacy
 */
record PrivacyPlan(Schedule schedule, Optional<PrivacyStatement> statement) {

    private static final double TOLERANCE = 0.005;
    private static final int LEAST_STEPS = 800;

    /**
     * Plans a run.
     *
     * @throws RefusedException if so few patients cannot hide behind the noise that is asked for
     */
    static PrivacyPlan of(TrainSettings settings, int patients, Architecture shape) {
        double batch = Math.min(settings.batch(), patients / 4.0);
        int steps = (int) Math.max(1, Math.ceil(settings.epochs() * patients / batch));
        if (settings.privacy() == null) {
            // Steps cost nothing then, and held-out people say when to stop.
            steps = Math.max(steps, LEAST_STEPS);
        }
        return of(
                settings,
                patients,
                shape,
                batch,
                steps,
                settings.trials().size(),
                settings.learningRate(),
                settings.positiveWeight());
    }

    /** The same with another learning rate, which costs no more. */
    PrivacyPlan at(double learningRate) {
        return new PrivacyPlan(
                new Schedule(
                        schedule.steps(),
                        schedule.expectedBatch(),
                        learningRate,
                        schedule.positiveWeight(),
                        schedule.privacy()),
                statement);
    }

    /**
     * Plans so many steps.
     *
     * @param trials how often they are taken, each time from the start; noise and statement are for all of them together
     */
    static PrivacyPlan of(
            TrainSettings settings,
            int patients,
            Architecture shape,
            double batch,
            int steps,
            int trials,
            double learningRate,
            double positiveWeight) {
        TrainSettings.Privacy privacy = settings.privacy();
        if (privacy == null) {
            return new PrivacyPlan(new Schedule(steps, batch, learningRate, positiveWeight, null), Optional.empty());
        }
        if (privacy.delta() >= 1.0 / patients) {
            throw new RefusedException(List.of(Problem.invalid(
                    "delta-too-large",
                    "delta must be less than one over the number of patients, or it protects nobody")));
        }
        double rate = batch / patients;
        double noise = NoiseCalibration.noiseMultiplier(
                privacy.toAccountant(),
                privacy.epsilon(),
                privacy.delta(),
                rate,
                steps * trials,
                TOLERANCE * privacy.epsilon());
        // The mean of clipped gradients is never longer than the clipping norm; noise that is longer drowns it whatever
        // it is.
        double length = noise * Math.sqrt(shape.parameters()) / batch;
        if (length > 1) {
            throw new RefusedException(List.of(Problem.invalid(
                    "too-few-patients",
                    String.format(
                            Locale.ROOT,
                            "%d patients are too few for epsilon %s: the noise of a step would be %.1f times as long"
                                    + " as the longest gradient",
                            patients,
                            privacy.epsilon(),
                            length))));
        }
        Schedule schedule = new Schedule(
                steps, batch, learningRate, positiveWeight, new Schedule.Privacy(privacy.maxGradNorm(), noise));
        PrivacyStatement statement =
                PrivacyStatement.of(privacy.toAccountant(), Rounds.of(rate, noise, steps * trials), privacy.delta());
        return new PrivacyPlan(schedule, Optional.of(statement));
    }
}
