package org.firewarden.train.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.firewarden.model.feature.CategoryFeature;
import org.firewarden.model.feature.DemographicFeature;
import org.firewarden.model.feature.Feature;
import org.firewarden.train.attack.AttributeAttack;
import org.firewarden.train.attack.AuditPlan;
import org.firewarden.train.attack.CanaryAttack;
import org.firewarden.train.attack.LikelihoodRatioAttack;
import org.firewarden.train.attack.MembershipAttack;
import org.firewarden.train.cohort.Cohort;
import org.firewarden.train.cohort.FeatureEncoding;
import org.firewarden.train.cohort.Split;
import org.firewarden.train.cohort.UsualRanges;
import org.firewarden.train.evaluate.EvaluationReport.AttackFinding;
import org.firewarden.train.graph.Examples;

/**
 * Attacks a model as somebody would who has the data, and trains its twins for that. What comes of it are figures about the model; the
 * twins are forgotten. The privacy claim does not cover these figures, as the report says.
 */
final class PrivacyAttacks {

    private final Cohort cohort;
    private final FeatureEncoding encoding;
    private final Examples all;
    private final Split split;
    private final TrainSettings settings;
    private final AuditPlan audit;
    private final ModelTraining training;
    private final PrivacyPlan plan;
    private final Examples stopping;

    PrivacyAttacks(
            Cohort cohort,
            FeatureEncoding encoding,
            Examples all,
            Split split,
            TrainSettings settings,
            AuditPlan audit,
            ModelTraining training,
            PrivacyPlan plan,
            Examples stopping) {
        this.cohort = cohort;
        this.encoding = encoding;
        this.all = all;
        this.split = split;
        this.settings = settings;
        this.audit = audit;
        this.training = training;
        this.plan = plan;
        this.stopping = stopping;
    }

    /** All attacks. Asks before each twin whether to go on. */
    List<AttackFinding> on(FittedModel model, RunProgress progress) {
        double delta = settings.privacy() == null ? 0 : settings.privacy().delta();
        List<AttackFinding> findings = new ArrayList<>(MembershipAttack.byLoss(
                losses(model, all.select(split.train())),
                losses(model, all.select(split.test())),
                delta,
                settings.seed()));
        if (audit.shadowModels() > 0) {
            findings.addAll(likelihoodRatio(model, delta, progress));
        }
        if (audit.canaries() > 0) {
            progress.phase("attacking", 0.94);
            findings.addAll(canaries(model));
        }
        findings.addAll(attributes(model));
        return findings;
    }

    /** The mean log loss of each patient. */
    private static double[] losses(FittedModel model, Examples examples) {
        double[] probabilities = model.probabilities(examples);
        double[] losses = new double[examples.patients()];
        for (int patient = 0; patient < losses.length; patient++) {
            for (int row = examples.start(patient); row < examples.end(patient); row++) {
                losses[patient] -= Math.log(Math.max(1e-12, right(examples, probabilities, row)));
            }
            losses[patient] /= examples.end(patient) - examples.start(patient);
        }
        return losses;
    }

    /** The mean log-odds that a scorer gives to what came true, for each patient. */
    private static double[] confidences(FittedModel.Scorer scorer, Examples examples) {
        double[] probabilities = scorer.probabilities(examples);
        double[] confidences = new double[examples.patients()];
        for (int patient = 0; patient < confidences.length; patient++) {
            for (int row = examples.start(patient); row < examples.end(patient); row++) {
                double right = Math.min(1 - 1e-9, Math.max(1e-9, right(examples, probabilities, row)));
                confidences[patient] += Math.log(right / (1 - right));
            }
            confidences[patient] /= examples.end(patient) - examples.start(patient);
        }
        return confidences;
    }

    private static double right(Examples examples, double[] probabilities, int row) {
        return examples.labels()[row] > 0 ? probabilities[row] : 1 - probabilities[row];
    }

    private List<AttackFinding> likelihoodRatio(FittedModel model, double delta, RunProgress progress) {
        int[] pool = IntStream.concat(Arrays.stream(split.train()), Arrays.stream(split.test()))
                .toArray();
        int[] people = IntStream.concat(
                        Arrays.stream(spread(split.train().length)),
                        Arrays.stream(spread(split.test().length)).map(i -> split.train().length + i))
                .toArray();
        int members = spread(split.train().length).length;
        Examples audited = all.select(Arrays.stream(people).map(i -> pool[i]).toArray());
        boolean[][] isIn = halves(pool.length);
        double[][] shadows = new double[audit.shadowModels()][];
        boolean[][] isInOfPeople = new boolean[shadows.length][];
        for (int shadow = 0; shadow < shadows.length; shadow++) {
            progress.phase("attacking", 0.9 + 0.04 * shadow / shadows.length);
            boolean[] in = isIn[shadow];
            Examples half = all.select(IntStream.range(0, pool.length)
                    .filter(i -> in[i])
                    .map(i -> pool[i])
                    .toArray());
            FittedModel.Scorer twin = training.twin(plan, split.train().length, half, stopping, shadow + 1);
            shadows[shadow] = confidences(twin, audited);
            isInOfPeople[shadow] = new boolean[people.length];
            for (int i = 0; i < people.length; i++) {
                isInOfPeople[shadow][i] = in[people[i]];
            }
        }
        boolean[] isMember = new boolean[people.length];
        Arrays.fill(isMember, 0, members, true);
        return new LikelihoodRatioAttack(shadows, isInOfPeople)
                .on(confidences(model.scorer(), audited), isMember, delta, settings.seed());
    }

    /** Each patient is in half of the shadow models, drawn anew for each. */
    private boolean[][] halves(int patients) {
        boolean[][] isIn = new boolean[audit.shadowModels()][patients];
        SplittableRandom random = new SplittableRandom(settings.seed());
        for (int patient = 0; patient < patients; patient++) {
            int left = isIn.length / 2;
            for (int shadow = 0; shadow < isIn.length; shadow++) {
                isIn[shadow][patient] = random.nextInt(isIn.length - shadow) < left;
                left -= isIn[shadow][patient] ? 1 : 0;
            }
        }
        return isIn;
    }

    /** Made-up people with an outcome that nothing foretells, half of whom a twin is trained with. */
    private List<AttackFinding> canaries(FittedModel model) {
        SplittableRandom random = new SplittableRandom(settings.seed() + 1);
        int n = audit.canaries();
        List<double[]> rows =
                GoldenRows.of(cohort.spec(), UsualRanges.load(settings.features()), n, settings.seed() + 1);
        float[] encoded = new float[n * all.columns()];
        float[] labels = new float[n];
        boolean[] isIn = new boolean[n];
        for (int i = 0; i < n; i++) {
            encoding.encode(rows.get(i), 0, encoded, i * all.columns());
            labels[i] = random.nextInt(2);
            isIn[i] = random.nextBoolean();
        }
        Examples canaries = Examples.ungrouped(all.columns(), encoded, labels);
        int[] planted = IntStream.range(0, n).filter(i -> isIn[i]).toArray();
        Examples train = Examples.joined(all.select(split.train()), canaries.select(planted));
        FittedModel.Scorer twin = training.twin(plan, split.train().length, train, stopping, audit.shadowModels() + 1);
        double[] with = confidences(twin, canaries);
        double[] without = confidences(model.scorer(), canaries);
        return CanaryAttack.of(
                IntStream.range(0, n).mapToDouble(i -> with[i] - without[i]).toArray(), isIn);
    }

    /** For each sensitive feature that the model reads: whether its value can be told of members better than of others. */
    private List<AttackFinding> attributes(FittedModel model) {
        List<AttackFinding> findings = new ArrayList<>();
        for (int feature = 0; feature < cohort.spec().features().size(); feature++) {
            Feature sensitive = cohort.spec().features().get(feature);
            int values = values(sensitive);
            boolean isSubgroup = cohort.subgroupSpec().feature(sensitive.name()).isPresent();
            if (isSubgroup && values > 1) {
                findings.add(AttributeAttack.of(
                        sensitive.name(),
                        guesses(model, split.train(), feature, values),
                        guesses(model, split.test(), feature, values),
                        settings.seed()));
            }
        }
        return findings;
    }

    private static int values(Feature feature) {
        if (feature instanceof CategoryFeature category) {
            return category.values();
        }
        boolean isSex = feature instanceof DemographicFeature demographic
                && demographic.element() == DemographicFeature.Element.SEX;
        return isSex ? 2 : 0;
    }

    /** Whether the value under which the outcome of a patient's last event is likeliest, weighed by how common it is, is the true one. */
    private boolean[] guesses(FittedModel model, int[] patients, int feature, int values) {
        int width = cohort.spec().features().size();
        int[] rows = Arrays.stream(spread(patients.length))
                .map(i -> cohort.starts()[patients[i] + 1] - 1)
                .filter(row ->
                        cohort.values()[row * width + feature] >= 0 && cohort.values()[row * width + feature] < values)
                .toArray();
        double[] shares = new double[values];
        for (int row : rows) {
            shares[(int) cohort.values()[row * width + feature]]++;
        }
        double[] best = new double[rows.length];
        int[] guess = new int[rows.length];
        for (int value = 0; value < values; value++) {
            double[] probabilities = model.probabilities(asIf(rows, feature, value));
            for (int i = 0; i < rows.length; i++) {
                double likelihood = cohort.labels()[rows[i]] > 0 ? probabilities[i] : 1 - probabilities[i];
                if (likelihood * shares[value] > best[i]) {
                    best[i] = likelihood * shares[value];
                    guess[i] = value;
                }
            }
        }
        boolean[] right = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            right[i] = cohort.values()[rows[i] * width + feature] == guess[i];
        }
        return right;
    }

    private Examples asIf(int[] rows, int feature, int value) {
        int width = cohort.spec().features().size();
        float[] encoded = new float[rows.length * all.columns()];
        float[] labels = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double[] row = Arrays.copyOfRange(cohort.values(), rows[i] * width, (rows[i] + 1) * width);
            row[feature] = value;
            encoding.encode(row, 0, encoded, i * all.columns());
            labels[i] = cohort.labels()[rows[i]];
        }
        return Examples.ungrouped(all.columns(), encoded, labels);
    }

    /** Indices evenly out of n, as many as the plan wants. */
    private int[] spread(int n) {
        int wanted = Math.min(n, audit.people());
        return IntStream.range(0, wanted)
                .map(i -> (int) ((long) i * n / wanted))
                .toArray();
    }
}
