package org.firewarden.train.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.firewarden.model.disclosure.SmallCells;
import org.jspecify.annotations.Nullable;

/**
 * How well a model does on patients it has never seen, and what may speak against it. The privacy statement covers the patients the
 * model was trained and recalibrated on; figures about those it was tested on are exact and tell of them as any statistic does.
 *
 * @param model what was trained
 * @param target the id of the target spec
 * @param features the id of the feature spec
 * @param epsilon what was spent, or null without a privacy claim
 * @param delta for which it was computed
 * @param noiseMultiplier the standard deviation of the noise, in clipping norms
 * @param samplingRate the probability with which a patient takes part in a step
 * @param steps how many steps were taken
 * @param accountant {@code rdp} or {@code pld}
 * @param conversion how the accountant's measure became epsilon
 * @param maxGradNorm the norm to which a patient's gradient was clipped
 * @param privacyScope whom the claim covers
 * @param data counts of the parts
 * @param performance discrimination and calibration
 * @param baseline the same for the comparison, with its name
 * @param scores published scores on those of the test rows whose charts hold all their inputs
 * @param recalibration the method and what it did to the expected calibration error
 * @param trials what settings were tried, or none
 * @param calibrationCurve tenths of the rows, joined where they have few people ({@link ToldBands})
 * @param operating thresholds and their net benefit, without those that few people lie between
 * @param threshold the threshold of the subgroup figures: the expected rate of the outcome
 * @param subgroups by attribute and group, without small ones ({@link PublishedGroups})
 * @param withheld how many groups were left out
 * @param gaps the greatest differences between groups
 * @param missing the share of rows in which each feature is not known, or NaN where that would tell of few people
 * @param drift for each feature the population stability index of the test rows against the training rows
 * @param contributions for each feature how much AUROC is lost when its values are shuffled between rows
 * @param attacks what attackers learn, see the attacks package
 * @param gate whether the model may be released, with each reason against it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EvaluationReport(
        String model,
        String target,
        String features,
        @Nullable Double epsilon,
        @Nullable Double delta,
        @Nullable Double noiseMultiplier,
        @Nullable Double samplingRate,
        @Nullable Integer steps,
        @Nullable String accountant,
        @Nullable String conversion,
        @Nullable Double maxGradNorm,
        String privacyScope,
        Data data,
        Performance performance,
        Baseline baseline,
        List<ScoreComparison> scores,
        RecalibrationEffect recalibration,
        List<Trial> trials,
        List<Calibration.Point> calibrationCurve,
        List<Operating> operating,
        double threshold,
        List<Subgroup> subgroups,
        int withheld,
        List<Subgroup.Gap> gaps,
        Map<String, Double> missing,
        Map<String, Double> drift,
        Map<String, Double> contributions,
        List<AttackFinding> attacks,
        Gate gate) {

    /** Copies the collections. */
    public EvaluationReport {
        scores = List.copyOf(scores);
        trials = List.copyOf(trials);
        calibrationCurve = List.copyOf(calibrationCurve);
        operating = List.copyOf(operating);
        subgroups = List.copyOf(subgroups);
        gaps = List.copyOf(gaps);
        attacks = List.copyOf(attacks);
    }

    /** The same report with what attacks found and what the gate says of it. */
    public EvaluationReport with(List<AttackFinding> found, Gate decided) {
        return new EvaluationReport(
                model,
                target,
                features,
                epsilon,
                delta,
                noiseMultiplier,
                samplingRate,
                steps,
                accountant,
                conversion,
                maxGradNorm,
                privacyScope,
                data,
                performance,
                baseline,
                scores,
                recalibration,
                trials,
                calibrationCurve,
                operating,
                threshold,
                subgroups,
                withheld,
                gaps,
                missing,
                drift,
                contributions,
                found,
                decided);
    }

    /** What is left out, for people. */
    public String withheldSentence() {
        return withheld == 0
                ? "No group was withheld."
                : withheld + (withheld == 1 ? " group is" : " groups are") + " withheld: fewer than "
                        + SmallCells.SMALLEST
                        + " events with or without the outcome, or large enough only to tell those by subtraction.";
    }

    /** How much data there was; {@code testOutcomes} is null where it would tell of few people. */
    public record Data(
            int trainPatients,
            int trainRows,
            int heldOutPatients,
            int testPatients,
            int testRows,
            @Nullable Integer testOutcomes,
            long resources,
            long skipped) {}

    /** Discrimination and calibration. */
    public record Performance(
            Interval95 auroc,
            Interval95 auprc,
            Interval95 brier,
            Interval95 calibrationIntercept,
            Interval95 calibrationSlope,
            Interval95 expectedCalibrationError) {

        /** Measures. */
        public static Performance of(Scored scored, Bootstrap bootstrap) {
            List<Interval95> figures = bootstrap.of(
                    scored,
                    List.of(
                            some -> Discrimination.auroc(some.probabilities(), some.labels()),
                            some -> Discrimination.auprc(some.probabilities(), some.labels()),
                            Calibration::brier,
                            some -> Calibration.line(some).intercept(),
                            some -> Calibration.line(some).slope(),
                            Calibration::expectedError));
            return new Performance(
                    figures.get(0), figures.get(1), figures.get(2), figures.get(3), figures.get(4), figures.get(5));
        }
    }

    /**
     * What the model is compared with.
     *
     * @param name for example {@code logistic regression without privacy}
     * @param auroc of the comparison on the same rows
     * @param difference of the model's AUROC less the comparison's, with its interval
     */
    public record Baseline(String name, Interval95 auroc, Interval95 difference) {}

    /**
     * A published score beside the model, on the same rows.
     *
     * @param name the score
     * @param rows on how many test rows it could be computed, or null where that would tell of few people; with few or none, all
     *     figures are not numbers
     * @param auroc of the score
     * @param difference of the model's AUROC less the score's
     */
    public record ScoreComparison(String name, @Nullable Integer rows, Interval95 auroc, Interval95 difference) {}

    /**
     * A trial of a search.
     *
     * @param learningRate with which it trained
     * @param isChosen whether its model is this one
     * @param loss the mean log loss of patients held out, or null under a privacy claim, which does not cover it
     */
    public record Trial(
            double learningRate, boolean isChosen, @Nullable Double loss) {}

    /** What recalibration did on the test rows. */
    public record RecalibrationEffect(String method, double errorBefore, double errorAfter) {}

    /**
     * What one attack found.
     *
     * @param attack its name
     * @param measure what the number is
     * @param value with its interval
     * @param n how many trials
     */
    public record AttackFinding(String attack, String measure, Interval95 value, int n) {}

    /** Whether the model may be released. */
    public record Gate(boolean passed, List<String> reasons) {
        /** Copies the list. */
        public Gate {
            reasons = List.copyOf(reasons);
        }
    }
}
