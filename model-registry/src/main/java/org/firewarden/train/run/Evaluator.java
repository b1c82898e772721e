package org.firewarden.train.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.firewarden.model.disclosure.SmallCells;
import org.firewarden.model.feature.CategoryFeature;
import org.firewarden.model.feature.DemographicFeature;
import org.firewarden.model.feature.Feature;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.train.cohort.Cohort;
import org.firewarden.train.cohort.FeatureEncoding;
import org.firewarden.train.cohort.Split;
import org.firewarden.train.evaluate.Bootstrap;
import org.firewarden.train.evaluate.Calibration;
import org.firewarden.train.evaluate.Discrimination;
import org.firewarden.train.evaluate.Drift;
import org.firewarden.train.evaluate.EvaluationReport;
import org.firewarden.train.evaluate.Interval95;
import org.firewarden.train.evaluate.PublishedGroups;
import org.firewarden.train.evaluate.Scored;
import org.firewarden.train.evaluate.Subgroup;
import org.firewarden.train.evaluate.ToldBands;
import org.firewarden.train.graph.Examples;
import org.firewarden.train.privacy.PrivacyStatement;

/** Writes the report of a model on the patients it was tested on. */
final class Evaluator {

    private static final int ROUNDS = 200;
    private static final int SUBGROUP_ROUNDS = 100;
    private static final int SHUFFLED_ROWS = 4000;
    private static final List<Double> THRESHOLDS = List.of(0.02, 0.05, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5);

    private final Cohort cohort;
    private final FeatureEncoding encoding;
    private final Examples all;
    private final Split split;
    private final TrainSettings settings;

    Evaluator(Cohort cohort, FeatureEncoding encoding, Examples all, Split split, TrainSettings settings) {
        this.cohort = cohort;
        this.encoding = encoding;
        this.all = all;
        this.split = split;
        this.settings = settings;
    }

    EvaluationReport report(
            FittedModel model,
            FittedModel baseline,
            String baselineName,
            Optional<PrivacyStatement> privacy,
            List<EvaluationReport.Trial> trials) {
        int[] rows = rows(split.test());
        Examples test = all.select(split.test());
        double[] raw = model.scorer().probabilities(test);
        Scored scored = new Scored(model.recalibration().apply(raw), test.labels(), patients(test));
        Bootstrap bootstrap = new Bootstrap(ROUNDS, settings.seed());
        double threshold = cohort.target().expectedRate();
        PublishedGroups groups = PublishedGroups.of(subgroups(scored, rows, threshold));
        PrivacyStatement p = privacy.orElse(null);
        TrainSettings.Privacy asked = settings.privacy();
        return new EvaluationReport(
                model.scorer().description(),
                settings.target(),
                settings.features(),
                p == null ? null : p.epsilon(),
                p == null ? null : p.delta(),
                p == null ? null : p.noiseMultiplier(),
                p == null ? null : p.samplingRate(),
                p == null ? null : p.steps(),
                p == null ? null : p.accountant(),
                p == null ? null : p.conversion(),
                asked == null ? null : asked.maxGradNorm(),
                p == null
                        ? "No claim: training is not private."
                        : "The unit is the patient, added or removed. The claim covers the patients of training and of"
                                + " recalibration; figures about attacks and"
                                + " about test patients are exact.",
                data(test),
                EvaluationReport.Performance.of(scored, bootstrap),
                compare(scored, baseline, baselineName, test, bootstrap),
                scores(scored, rows, bootstrap),
                new EvaluationReport.RecalibrationEffect(
                        model.recalibration().method(),
                        Calibration.expectedError(scored.withProbabilities(raw)),
                        Calibration.expectedError(scored)),
                trials,
                ToldBands.curve(scored),
                ToldBands.thresholds(THRESHOLDS, scored),
                threshold,
                groups.groups(),
                groups.withheld(),
                cohort.subgroupSpec().features().stream()
                        .map(feature -> Subgroup.Gap.of(feature.name(), groups))
                        .toList(),
                perFeature(f -> missing(f, rows)),
                perFeature(f -> Drift.psi(column(f, rows(split.train())), column(f, rows))),
                contributions(model, scored, rows, test),
                List.of(),
                new EvaluationReport.Gate(true, List.of()));
    }

    private EvaluationReport.Data data(Examples test) {
        int positives = 0;
        for (float label : test.labels()) {
            positives += label > 0 ? 1 : 0;
        }
        return new EvaluationReport.Data(
                split.train().length,
                rows(split.train()).length,
                split.holdOut().length,
                test.patients(),
                test.rows(),
                SmallCells.isTold(positives, test.rows()) ? positives : null,
                cohort.resources(),
                cohort.skipped());
    }

    private static EvaluationReport.Baseline compare(
            Scored scored, FittedModel baseline, String name, Examples test, Bootstrap bootstrap) {
        double[] other = baseline.scorer().probabilities(test);
        return new EvaluationReport.Baseline(
                name, auroc(scored.withProbabilities(other), bootstrap), difference(scored, other, bootstrap));
    }

    /** Published scores, where the rows hold their inputs. */
    private List<EvaluationReport.ScoreComparison> scores(Scored scored, int[] rows, Bootstrap bootstrap) {
        List<EvaluationReport.ScoreComparison> comparisons = new ArrayList<>();
        cohort.scores().forEach((name, values) -> {
            int[] known = IntStream.range(0, rows.length)
                    .filter(i -> Double.isFinite(values[rows[i]]))
                    .toArray();
            Scored part = scored.where(i -> Double.isFinite(values[rows[i]]));
            double[] score =
                    Arrays.stream(known).mapToDouble(i -> values[rows[i]]).toArray();
            boolean isComparable = Math.min(part.positives(), part.rows() - part.positives()) >= SmallCells.SMALLEST
                    && SmallCells.isTold(part.rows(), rows.length);
            comparisons.add(new EvaluationReport.ScoreComparison(
                    name,
                    SmallCells.isTold(part.rows(), rows.length) ? part.rows() : null,
                    isComparable ? auroc(part.withProbabilities(score), bootstrap) : Interval95.none(),
                    isComparable ? difference(part, score, bootstrap) : Interval95.none()));
        });
        return comparisons;
    }

    private static Interval95 auroc(Scored scored, Bootstrap bootstrap) {
        return bootstrap.of(scored, some -> Discrimination.auroc(some.probabilities(), some.labels()));
    }

    /** Both are resampled alike: the index of a row travels as its probability. */
    private static Interval95 difference(Scored scored, double[] other, Bootstrap bootstrap) {
        double[] index = IntStream.range(0, scored.rows()).asDoubleStream().toArray();
        return bootstrap.of(scored.withProbabilities(index), sample -> {
            double[] ours = new double[sample.rows()];
            double[] theirs = new double[sample.rows()];
            for (int i = 0; i < ours.length; i++) {
                ours[i] = scored.probabilities()[(int) sample.probabilities()[i]];
                theirs[i] = other[(int) sample.probabilities()[i]];
            }
            return Discrimination.auroc(ours, sample.labels()) - Discrimination.auroc(theirs, sample.labels());
        });
    }

    private List<Subgroup> subgroups(Scored scored, int[] rows, double threshold) {
        List<Subgroup> subgroups = new ArrayList<>();
        List<Feature> attributes = cohort.subgroupSpec().features();
        Bootstrap bootstrap = new Bootstrap(SUBGROUP_ROUNDS, settings.seed());
        for (int a = 0; a < attributes.size(); a++) {
            Feature attribute = attributes.get(a);
            int place = a;
            double[] values = IntStream.of(rows)
                    .mapToDouble(row -> cohort.subgroups()[row * attributes.size() + place])
                    .toArray();
            for (int group = 0; group <= groups(attribute); group++) {
                boolean isUnknown = group == groups(attribute);
                double wanted = group;
                Scored part = scored.where(i -> isUnknown ? Double.isNaN(values[i]) : values[i] == wanted);
                if (part.rows() > 0) {
                    String name = isUnknown
                            ? "unknown"
                            : attribute.display(new FeatureValue.Present(group, null, null, null));
                    subgroups.add(Subgroup.of(attribute.name(), name, part, threshold, bootstrap));
                }
            }
        }
        return subgroups;
    }

    private static int groups(Feature attribute) {
        if (attribute instanceof CategoryFeature category) {
            return category.values();
        }
        boolean isAge = attribute instanceof DemographicFeature demographic
                && demographic.element() == DemographicFeature.Element.AGE_DECADE;
        return isAge ? 12 : 2;
    }

    private Map<String, Double> perFeature(Function<Integer, Double> figure) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (int f = 0; f < cohort.spec().features().size(); f++) {
            figures.put(cohort.spec().features().get(f).name(), figure.apply(f));
        }
        return figures;
    }

    private double missing(int feature, int[] rows) {
        double[] column = column(feature, rows);
        long unknown = IntStream.range(0, column.length)
                .filter(i -> isUnknown(feature, column[i]))
                .count();
        if (column.length == 0) {
            return 0;
        }
        return SmallCells.isTold(unknown, column.length) ? (double) unknown / column.length : Double.NaN;
    }

    private boolean isUnknown(int feature, double value) {
        return cohort.spec().features().get(feature).substitute().orElse(Double.NaN) == value;
    }

    private double[] column(int feature, int[] rows) {
        int width = cohort.spec().features().size();
        return IntStream.of(rows)
                .mapToDouble(row -> cohort.values()[row * width + feature])
                .toArray();
    }

    /** Breiman 2001: how much worse the ranking gets when a feature's values are dealt out to other rows. */
    private Map<String, Double> contributions(FittedModel model, Scored scored, int[] rows, Examples test) {
        int n = Math.min(SHUFFLED_ROWS, rows.length);
        int width = cohort.spec().features().size();
        float[] labels = Arrays.copyOf(test.labels(), n);
        double whole = Discrimination.auroc(Arrays.copyOf(scored.probabilities(), n), labels);
        return perFeature(feature -> {
            int[] order = shuffled(n, feature);
            float[] encoded = new float[n * all.columns()];
            double[] values = new double[width];
            for (int i = 0; i < n; i++) {
                System.arraycopy(cohort.values(), rows[i] * width, values, 0, width);
                values[feature] = cohort.values()[rows[order[i]] * width + feature];
                encoding.encode(values, 0, encoded, i * all.columns());
            }
            double[] other = model.probabilities(Examples.ungrouped(all.columns(), encoded, labels));
            return whole - Discrimination.auroc(other, labels);
        });
    }

    private int[] shuffled(int n, int feature) {
        int[] order = IntStream.range(0, n).toArray();
        SplittableRandom random = new SplittableRandom(settings.seed() * 31 + feature);
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        return order;
    }

    private int[] rows(int[] patients) {
        return IntStream.of(patients)
                .flatMap(patient -> IntStream.range(cohort.starts()[patient], cohort.starts()[patient + 1]))
                .toArray();
    }

    private static int[] patients(Examples examples) {
        int[] patients = new int[examples.rows()];
        for (int patient = 0; patient < examples.patients(); patient++) {
            for (int row = examples.start(patient); row < examples.end(patient); row++) {
                patients[row] = patient;
            }
        }
        return patients;
    }
}
