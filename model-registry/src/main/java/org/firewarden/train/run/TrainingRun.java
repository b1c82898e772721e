package org.firewarden.train.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.firewarden.problem.Problem;
import org.firewarden.train.attack.AuditPlan;
import org.firewarden.train.attack.ReleaseGate;
import org.firewarden.train.cohort.Cohort;
import org.firewarden.train.cohort.FeatureEncoding;
import org.firewarden.train.cohort.Split;
import org.firewarden.train.cohort.UsualRanges;
import org.firewarden.train.evaluate.EvaluationReport;
import org.firewarden.train.evaluate.Recalibration;
import org.firewarden.train.evaluate.Scored;
import org.firewarden.train.graph.Architecture;
import org.firewarden.train.graph.Examples;
import org.firewarden.train.graph.Network;
import org.firewarden.train.graph.TrainingState;
import org.firewarden.train.privacy.PrivacyStatement;
import org.jspecify.annotations.Nullable;

/**
 * Trains one model on a cohort and reports on it. Checks come first; {@link #plan} then fixes what will be spent before a patient is
 * looked at by training, so that a budget can be charged in between. For one thread.
 */
public final class TrainingRun {

    private final Cohort cohort;
    private final TrainSettings settings;
    private final LongFunction<LongSupplier> streams;
    private final AuditPlan audit;
    private final ReleaseGate gate;
    private final FeatureEncoding encoding;
    private final Examples all;
    private final Split split;
    private @Nullable PrivacyPlan trainingPlan;
    private @Nullable PrivacyPlan recalibrationPlan;

    /**
     * Begins.
     *
     * @param streams random bits by the number of the stream; secret, and the same for the same data and settings
     * @param audit how hard the model is attacked; the artifact does not depend on it
     * @param gate whether what attackers learnt allows a release
     * @throws RefusedException with each reason if the cohort or the settings do not allow it
     */
    public TrainingRun(
            Cohort cohort,
            TrainSettings settings,
            LongFunction<LongSupplier> streams,
            AuditPlan audit,
            ReleaseGate gate) {
        this.audit = audit;
        this.gate = gate;
        this.settings = settings;
        this.streams = streams;
        this.encoding = new FeatureEncoding(cohort.spec(), UsualRanges.load(settings.features()));
        List<Problem> problems = new ArrayList<>(CohortChecks.of(cohort, encoding));
        if (settings.algorithm() == Algorithm.GBT && settings.privacy() != null) {
            problems.add(Problem.invalid("trees-not-private", "gradient-boosted trees allow no privacy claim"));
        }
        if (settings.recalibration().equals("isotonic") && settings.privacy() != null) {
            problems.add(Problem.invalid("isotonic-not-private", "isotonic recalibration allows no privacy claim"));
        }
        if (settings.algorithm() == Algorithm.GRU && cohort.spec().sequence().isEmpty()) {
            problems.add(Problem.invalid(
                    "features-without-events",
                    "a recurrent unit reads events, and the feature spec has no sequence of them"));
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
        Split.Timed parts = settings.splitDay()
                .map(day -> Split.byTime(cohort, day, settings.seed()))
                .orElseGet(() -> new Split.Timed(cohort, Split.of(cohort, settings.seed())));
        this.cohort = parts.cohort();
        this.split = parts.split();
        this.all = this.cohort.encode(encoding);
        if (split.train().length == 0 || split.holdOut().length == 0 || split.test().length == 0) {
            throw new RefusedException(
                    List.of(Problem.invalid("too-few-patients", "one part of the split is without patients")));
        }
    }

    /** What the run will spend, or empty without a privacy claim. */
    public Optional<PrivacyStatement> plan() {
        if (settings.privacy() == null) {
            return Optional.empty();
        }
        PrivacyStatement training = trainingPlan().statement().orElseThrow();
        PrivacyStatement recalibration = settings.recalibration().equals("none")
                ? training
                : recalibrationPlan().statement().orElseThrow();
        return Optional.of(new PrivacyStatement(
                Math.max(training.epsilon(), recalibration.epsilon()),
                training.delta(),
                training.noiseMultiplier(),
                training.samplingRate(),
                training.steps(),
                training.accountant(),
                training.conversion()));
    }

    private PrivacyPlan trainingPlan() {
        PrivacyPlan plan = trainingPlan;
        if (plan == null) {
            plan = PrivacyPlan.of(settings, split.train().length, shape());
            trainingPlan = plan;
        }
        return plan;
    }

    private PrivacyPlan recalibrationPlan() {
        PrivacyPlan plan = recalibrationPlan;
        if (plan == null) {
            plan = PrivateRecalibration.plan(settings, calibrating().length);
            recalibrationPlan = plan;
        }
        return plan;
    }

    /** Whom recalibration learns from: nobody by whom training is stopped or its settings are chosen. */
    private int[] calibrating() {
        int half = split.holdOut().length / 2;
        boolean isWhole =
                half == 0 || (settings.privacy() != null && settings.trials().size() == 1);
        return isWhole ? split.holdOut() : Arrays.copyOfRange(split.holdOut(), half, split.holdOut().length);
    }

    private Architecture shape() {
        return ModelArchitecture.of(settings, cohort.spec(), encoding);
    }

    /**
     * What came of a run.
     *
     * @param artifact the ONNX file
     * @param report how well it does
     * @param goldenInputs rows of feature values, all of them known
     * @param goldenOutputs what the training engine answers for them
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Outcome(
            byte[] artifact,
            EvaluationReport report,
            List<double[]> goldenInputs,
            List<Double> goldenOutputs,
            double[] baseline,
            double[] reference) {}

    /**
     * Trains and reports.
     *
     * @param resume where an earlier attempt with the same data and settings stood, if there was one; only used with privacy, where
     *     each step is known from its number alone
     * @param metadata what the artifact says of itself
     */
    public Outcome run(Optional<TrainingState> resume, SortedMap<String, String> metadata, RunProgress progress) {
        int half = split.holdOut().length / 2;
        boolean isPrivate = settings.privacy() != null;
        Examples train = all.select(split.train());
        Examples stopping = all.select(Arrays.copyOfRange(split.holdOut(), 0, Math.max(1, half)));
        Examples calibrating = all.select(calibrating());
        Search.Found found = new Search(settings, shape(), cohort.target().expectedRate(), streams, progress)
                .best(trainingPlan(), train, stopping, isPrivate ? resume : Optional.empty());
        FittedModel.Scorer scorer = found.scorer();
        progress.phase("recalibrating", 0.7);
        FittedModel model = new FittedModel(encoding, scorer, recalibration(scorer, calibrating));
        progress.phase("evaluating", 0.75);
        FittedModel baseline = baseline(train, stopping);
        EvaluationReport evaluated = new Evaluator(cohort, encoding, all, split, settings)
                .report(model, baseline, "logistic regression without privacy", plan(), found.trials());
        progress.phase("attacking", 0.9);
        List<EvaluationReport.AttackFinding> findings = new PrivacyAttacks(
                        cohort, encoding, all, split, settings, audit, found.training(), trainingPlan(), stopping)
                .on(model, progress);
        EvaluationReport report = evaluated.with(findings, gate.decide(findings, evaluated.epsilon()));
        progress.phase("writing", 0.95);
        byte[] artifact = model.toFile(metadata);
        return golden(artifact, report, model);
    }

    private Recalibration recalibration(FittedModel.Scorer scorer, Examples held) {
        double[] probabilities = scorer.probabilities(held);
        if (settings.recalibration().equals("none")) {
            return new Recalibration.None();
        } else if (settings.privacy() != null) {
            return PrivateRecalibration.fit(
                    recalibrationPlan(), held, probabilities, cohort.target().expectedRate(), streams);
        }
        int[] patients = new int[held.rows()];
        Scored scored = new Scored(probabilities, held.labels(), patients);
        return settings.recalibration().equals("isotonic")
                ? Recalibration.Isotonic.fit(scored)
                : Recalibration.Platt.fit(scored);
    }

    /** Not released, so it needs no privacy of its own; the report's figure about it is of test patients. */
    private FittedModel baseline(Examples train, Examples stopping) {
        TrainSettings plain = TrainSettings.standard(
                settings.features(), settings.target(), Algorithm.LOGISTIC, null, settings.seed());
        Architecture shape = ModelArchitecture.linear(encoding);
        Network network = new NetworkTraining(plain, streams, RunProgress.none())
                .train(
                        shape,
                        PrivacyPlan.of(plain, train.patients(), shape),
                        train,
                        stopping,
                        cohort.target().expectedRate(),
                        Optional.empty());
        return new FittedModel(encoding, new FittedModel.OfNetwork(network), new Recalibration.None());
    }

    /** Made-up rows that span the ranges; no patient's row leaves with a model. */
    private Outcome golden(byte[] artifact, EvaluationReport report, FittedModel model) {
        List<double[]> inputs = GoldenRows.of(cohort.spec(), UsualRanges.load(settings.features()), settings.seed());
        float[] encoded = new float[inputs.size() * all.columns()];
        for (int i = 0; i < inputs.size(); i++) {
            encoding.encode(inputs.get(i), 0, encoded, i * all.columns());
        }
        double[] outputs = model.probabilities(Examples.ungrouped(all.columns(), encoded, new float[inputs.size()]));
        double[] reference = model.probabilities(all.select(split.test()));
        return new Outcome(
                artifact, report, inputs, Arrays.stream(outputs).boxed().toList(), encoding.baseline(), reference);
    }
}
