package org.firewarden.train.run;

import java.util.List;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.firewarden.train.evaluate.Calibration;
import org.firewarden.train.evaluate.Recalibration;
import org.firewarden.train.graph.Examples;
import org.firewarden.train.graph.GraphTrainer;
import org.firewarden.train.graph.Network;
import org.firewarden.train.graph.NetworkShape;
import org.firewarden.train.graph.Optimizer;
import org.firewarden.train.graph.Schedule;
import org.firewarden.train.graph.StepDesign;
import org.firewarden.train.graph.TrainingState;

/**
 * Platt's line learnt with noise, on patients who are held out from training, within the same epsilon. Since no patient is in both
 * parts, the whole spends no more than the greater of the two (parallel composition).
 */
final class PrivateRecalibration {

    private static final NetworkShape LINE = new NetworkShape(1, List.of());
    private static final int STEPS = 150;
    private static final double LEARNING_RATE = 0.03;
    private static final double CLIPPING_NORM = 1.5;
    private static final long FIRST_STREAM = 1L << 41;

    private PrivateRecalibration() {}

    /** The plan of the line, whose statement joins that of the training. */
    static PrivacyPlan plan(TrainSettings settings, int patients) {
        PrivacyPlan plan = PrivacyPlan.of(settings, patients, LINE, patients / 4.0, STEPS, 1, LEARNING_RATE, 1);
        Schedule.Privacy privacy = plan.schedule().privacy();
        double noise = privacy == null ? 0 : privacy.noiseMultiplier();
        // The noise is stated in clipping norms, so another norm spends the same.
        return new PrivacyPlan(
                new Schedule(
                        STEPS,
                        plan.schedule().expectedBatch(),
                        LEARNING_RATE,
                        1,
                        new Schedule.Privacy(CLIPPING_NORM, noise)),
                plan.statement());
    }

    static Recalibration fit(
            PrivacyPlan plan,
            Examples heldOut,
            double[] probabilities,
            double baseRate,
            LongFunction<LongSupplier> streams) {
        // Around the expected log-odds a patient's gradient is short, so that clipping it biases little.
        double centre = Calibration.logit(baseRate);
        float[] logits = new float[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (Calibration.logit(probabilities[i]) - centre);
        }
        int[] starts = new int[heldOut.patients() + 1];
        for (int i = 0; i < heldOut.patients(); i++) {
            starts[i + 1] = heldOut.end(i);
        }
        Examples examples = new Examples(1, logits, heldOut.labels(), starts);
        StepDesign design = new StepDesign(LINE, Optimizer.ADAM, true, true, Math.max(1, heldOut.greatestGroup()));
        try (GraphTrainer trainer = GraphTrainer.open(design, 1)) {
            TrainingState end = trainer.train(
                    TrainingState.initial(new Network(LINE, new float[] {1, (float) centre})),
                    examples,
                    plan.schedule(),
                    number -> streams.apply(FIRST_STREAM + number),
                    state -> true);
            double slope = end.theta()[0];
            return slope > 0
                    ? new Recalibration.Platt(end.theta()[1] - slope * centre, slope)
                    : new Recalibration.None();
        }
    }
}
