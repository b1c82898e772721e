package org.firewarden.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.firewarden.model.feature.ChartReader;
import org.firewarden.model.feature.Feature;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.feature.Moment;
import org.firewarden.model.feature.PatientChart;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.runtime.OnnxEnvironment;
import org.firewarden.train.attack.AuditPlan;
import org.firewarden.train.attack.ReleaseGate;
import org.firewarden.train.cohort.Cohort;
import org.firewarden.train.cohort.FolderFiles;
import org.firewarden.train.cohort.PatientCharts;
import org.firewarden.train.cohort.Split;
import org.firewarden.train.evaluate.EvaluationReport;
import org.firewarden.train.evaluate.ReportPage;
import org.firewarden.train.graph.TrainingState;
import org.firewarden.train.privacy.PrivacyStatement;
import org.firewarden.train.uci.MadeUpTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole way from files to an artifact, on made-up people. */
class TrainingRunTest {

    private static final UnitConversion UNITS = new UnitConversion();
    private static final LocalDate AS_OF = LocalDate.of(2009, 12, 31);
    private static final String FEATURES = "readmission-diabetes";
    private static final String TARGET = "readmission-diabetes-30d";

    private static final AuditPlan AUDIT = new AuditPlan(0, 200, 0);

    @TempDir
    private static Path folder;

    private static @Nullable Cohort read;

    @BeforeAll
    static void readTheCohort() throws IOException {
        MadeUpTable.write(folder, 3000, 11);
        read = new LocalTraining(UNITS).cohort(new FolderFiles(folder), settings(Algorithm.MLP, null), AS_OF);
    }

    @Test
    void aPatientHasTheSameVectorInServingAndInTraining() throws IOException {
        Cohort cohort = cohort();
        ChartReader reader = new ChartReader(UNITS);
        List<String> ids = new ArrayList<>(cohort.patientIds());
        int width = cohort.spec().features().size();
        int[] compared = new int[1];
        new PatientCharts(new FolderFiles(folder), cohort.spec().resourceTypes(), 1 << 20).visit((id, chart) -> {
            int patient = ids.indexOf(id);
            if (patient < 0) {
                return;
            }
            int row = cohort.starts()[patient + 1] - 1;
            LocalDate day = LocalDate.ofEpochDay(cohort.days()[row]);
            String encounter = chart.resources().stream()
                    .filter(resource -> resource.path("resourceType").asText().equals("Encounter"))
                    .filter(resource ->
                            resource.path("period").path("end").asText().equals(day.toString()))
                    .map(resource -> resource.path("id").asText())
                    .findFirst()
                    .orElseThrow();
            PatientChart served = new PatientChart(chart.patient(), chart.resources(), encounter);
            Map<String, FeatureValue> values = reader.read(cohort.spec(), served, Moment.day(day));
            for (int f = 0; f < width; f++) {
                Feature feature = cohort.spec().features().get(f);
                double value =
                        Objects.requireNonNull(values.get(feature.name())) instanceof FeatureValue.Present present
                                ? present.value()
                                : feature.substitute().orElseThrow();
                assertThat(cohort.values()[row * width + f]).as(feature.name()).isEqualTo(value);
            }
            compared[0]++;
        });
        assertThat(compared[0]).isEqualTo(cohort.patients());
    }

    @ParameterizedTest
    @EnumSource(value = Algorithm.class, mode = EnumSource.Mode.EXCLUDE, names = "GRU")
    void theArtifactAnswersWhatTheTrainingEngineComputes(Algorithm algorithm) throws OrtException {
        TrainingRun.Outcome outcome = train(settings(algorithm, null), 1);

        double[] answers = run(outcome.artifact(), outcome.goldenInputs());

        for (int i = 0; i < answers.length; i++) {
            assertThat(answers[i]).isCloseTo(outcome.goldenOutputs().get(i), within(1e-6));
        }
        assertThat(Arrays.stream(answers).distinct().count()).isGreaterThan(5);
        assertThat(outcome.report().performance().auroc().value()).isGreaterThan(0.62);
        assertThat(outcome.report().epsilon()).isNull();
    }

    @Test
    void isotonicRecalibrationIsInTheArtifact() throws OrtException {
        TrainSettings platt = settings(Algorithm.LOGISTIC, null);
        TrainSettings isotonic = TrainSettings.ofJson(platt.toJson().replace("\"platt\"", "\"isotonic\""));

        TrainingRun.Outcome outcome = train(isotonic, 1);

        double[] answers = run(outcome.artifact(), outcome.goldenInputs());
        for (int i = 0; i < answers.length; i++) {
            assertThat(answers[i]).isCloseTo(outcome.goldenOutputs().get(i), within(1e-5));
        }
        assertThat(outcome.report().recalibration().method()).isEqualTo("isotonic");
    }

    @Test
    void aPrivateRunStatesItsPrivacyAndRepeatsByteForByte() throws IOException {
        TrainSettings settings = settings(Algorithm.MLP, new TrainSettings.Privacy(8, 1e-5, 1, "rdp"));
        List<TrainingState> states = new ArrayList<>();

        TrainingRun.Outcome first = new TrainingRun(
                        cohort(), settings, LocalTraining.streams(key(1)), AUDIT, ReleaseGate.standard())
                .run(Optional.empty(), new TreeMap<>(), new RunProgress() {
                    @Override
                    public void steps(TrainingState state, int steps, @Nullable Double epsilon, @Nullable Double loss) {
                        states.add(state);
                        assertThat(epsilon).isNotNull();
                        assertThat(loss)
                                .as("nobody is looked at under a privacy claim")
                                .isNull();
                    }

                    @Override
                    public void phase(String name, double fraction) {}
                });
        TrainingRun.Outcome again = new TrainingRun(
                        cohort(), settings, LocalTraining.streams(key(1)), AUDIT, ReleaseGate.standard())
                .run(Optional.of(states.get(0)), new TreeMap<>(), RunProgress.none());
        TrainingRun.Outcome other = train(settings, 2);

        EvaluationReport report = first.report();
        assertThat(report.epsilon()).isLessThanOrEqualTo(8).isGreaterThan(7);
        assertThat(report.delta()).isEqualTo(1e-5);
        assertThat(report.noiseMultiplier()).isGreaterThan(0.3);
        assertThat(report.samplingRate()).isBetween(0.01, 1.0);
        assertThat(report.steps()).isGreaterThan(10);
        assertThat(report.accountant()).isEqualTo("rdp");
        assertThat(report.conversion()).isEqualTo("balle-2020");
        assertThat(report.performance().auroc().value()).isGreaterThan(0.55);
        assertThat(states).hasSizeGreaterThan(1);
        assertThat(again.artifact()).isEqualTo(first.artifact());
        assertThat(other.artifact()).isNotEqualTo(first.artifact());
        assertThat(new ObjectMapper().writeValueAsString(report)).contains("\"noiseMultiplier\"", "\"samplingRate\"");
        assertThat(ReportPage.of(report)).contains("<svg", "sampling rate").doesNotContain("<script");
    }

    @Test
    void aReportHoldsEachAttackWithItsIntervalAndNoneProvesMoreThanIsClaimed() {
        TrainSettings settings = settings(Algorithm.LOGISTIC, new TrainSettings.Privacy(8, 1e-5, 1, "rdp"));
        EvaluationReport report = new TrainingRun(
                        cohort(),
                        settings,
                        LocalTraining.streams(key(1)),
                        new AuditPlan(4, 200, 40),
                        ReleaseGate.standard())
                .run(Optional.empty(), new TreeMap<>(), RunProgress.none())
                .report();

        assertThat(report.attacks())
                .extracting(EvaluationReport.AttackFinding::attack)
                .contains(
                        "membership-loss",
                        "membership-lira",
                        "membership-lira-epsilon",
                        "lira-true-positives",
                        "canary-guesses",
                        "canary-epsilon",
                        "attribute-sex",
                        "attribute-race");
        assertThat(report.attacks()).allSatisfy(finding -> {
            assertThat(finding.value().lower())
                    .isLessThanOrEqualTo(finding.value().value());
            assertThat(finding.n()).isPositive();
        });
        assertThat(report.attacks())
                .filteredOn(finding -> finding.attack().endsWith("-epsilon"))
                .hasSize(3)
                .allSatisfy(finding -> assertThat(finding.value().lower()).isLessThan(report.epsilon()));
    }

    @Test
    void aSearchIsChargedForAllItsTrials() {
        TrainSettings one = settings(Algorithm.LOGISTIC, new TrainSettings.Privacy(8, 1e-5, 1, "rdp"));
        PrivacyStatement single = run(one).plan().orElseThrow();
        TrainingRun search = run(one.withTrials(3));
        PrivacyStatement three = search.plan().orElseThrow();

        assertThat(three.steps()).isEqualTo(3 * single.steps());
        assertThat(three.noiseMultiplier()).isGreaterThan(1.2 * single.noiseMultiplier());
        assertThat(three.epsilon()).isLessThanOrEqualTo(8);
        EvaluationReport report = search.run(Optional.empty(), new TreeMap<>(), RunProgress.none())
                .report();
        assertThat(report.trials()).hasSize(3);
        assertThat(report.trials()).filteredOn(EvaluationReport.Trial::isChosen).hasSize(1);
        assertThat(report.trials())
                .as("what is told of people held out is told by the choice alone")
                .allSatisfy(trial -> assertThat(trial.loss()).isNull());
    }

    @Test
    void aSearchWithoutAClaimKeepsTheBestOnPeopleHeldOut() {
        EvaluationReport report = run(settings(Algorithm.GBT, null).withTrials(3))
                .run(Optional.empty(), new TreeMap<>(), RunProgress.none())
                .report();
        double least = report.trials().stream()
                .mapToDouble(trial -> Objects.requireNonNull(trial.loss()))
                .min()
                .orElseThrow();
        assertThat(report.trials())
                .filteredOn(EvaluationReport.Trial::isChosen)
                .singleElement()
                .satisfies(trial -> assertThat(trial.loss()).isEqualTo(least));
        assertThat(report.trials())
                .extracting(EvaluationReport.Trial::learningRate)
                .containsExactly(0.06, 0.12, 0.03);
    }

    private static TrainingRun run(TrainSettings settings) {
        return new TrainingRun(cohort(), settings, LocalTraining.streams(key(1)), AUDIT, ReleaseGate.standard());
    }

    @Test
    void aPublishedScoreIsComparedOnTheEventsThatHaveIt() {
        Cohort cohort = cohort();
        double[] score = new double[cohort.rows()];
        for (int row = 0; row < score.length; row++) {
            score[row] = row % 2 == 0 ? cohort.labels()[row] : Double.NaN;
        }
        double[] none = new double[cohort.rows()];
        Arrays.fill(none, Double.NaN);
        Cohort both = new Cohort(
                cohort.spec(),
                cohort.target(),
                cohort.values(),
                cohort.labels(),
                cohort.starts(),
                cohort.patientIds(),
                cohort.days(),
                cohort.subgroups(),
                cohort.subgroupSpec(),
                new TreeMap<>(Map.of("Told", score, "Untold", none)),
                cohort.resources(),
                cohort.skipped());

        EvaluationReport report = new TrainingRun(
                        both,
                        settings(Algorithm.LOGISTIC, null),
                        LocalTraining.streams(key(1)),
                        AUDIT,
                        ReleaseGate.standard())
                .run(Optional.empty(), new TreeMap<>(), RunProgress.none())
                .report();

        assertThat(report.scores()).hasSize(2);
        assertThat(report.scores().get(0).rows())
                .isBetween(report.data().testRows() / 3, 2 * report.data().testRows() / 3);
        assertThat(report.scores().get(0).auroc().value()).isEqualTo(1);
        assertThat(report.scores().get(0).difference().upper()).isLessThan(0);
        assertThat(report.scores().get(1).rows()).isZero();
        assertThat(ReportPage.of(report)).contains("Told", "Untold");
    }

    @Test
    void treesRepeatByteForByte() {
        TrainSettings settings = settings(Algorithm.GBT, null);
        assertThat(train(settings, 1).artifact()).isEqualTo(train(settings, 1).artifact());
    }

    @Test
    void treesAreBarredFromAPrivacyClaim() {
        TrainSettings settings = settings(Algorithm.GBT, new TrainSettings.Privacy(8, 1e-5, 1, "pld"));
        assertThat(refusal(cohort(), settings)).containsExactly("trees-not-private");
    }

    @Test
    void aFeatureThatLeaksTheTargetIsRefusedWithItsName() {
        Cohort cohort = cohort();
        double[] values = cohort.values().clone();
        int width = cohort.spec().features().size();
        for (int row = 0; row < cohort.rows(); row++) {
            values[row * width + 3] = cohort.labels()[row] > 0 ? 80 : 10;
        }
        Cohort leaking = with(cohort, values, cohort.labels());

        assertThatThrownBy(() -> new TrainingRun(
                        leaking,
                        settings(Algorithm.MLP, null),
                        LocalTraining.streams(key(1)),
                        AUDIT,
                        ReleaseGate.standard()))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.problems()).hasSize(1);
                    assertThat(refused.problems().get(0).code()).isEqualTo("feature-leaks-target");
                    assertThat(refused.problems().get(0).text())
                            .contains(cohort.spec().features().get(3).name());
                });
    }

    @Test
    void aConstantTargetAndTooFewPatientsAreRefused() {
        Cohort cohort = cohort();
        assertThat(refusal(with(cohort, cohort.values(), new float[cohort.rows()]), settings(Algorithm.MLP, null)))
                .containsExactly("target-constant");
        TrainSettings strict = settings(Algorithm.MLP, new TrainSettings.Privacy(0.05, 1e-6, 1, "rdp"));
        assertThatThrownBy(() -> new TrainingRun(
                                cohort, strict, LocalTraining.streams(key(1)), AUDIT, ReleaseGate.standard())
                        .plan())
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.problems().get(0).code()).isEqualTo("too-few-patients"));
    }

    @Test
    void aTargetThatIsNotInTheDataIsRefused() throws IOException {
        TrainSettings other = TrainSettings.standard("utilisation", TARGET, Algorithm.MLP, null, 1);
        Cohort empty = new LocalTraining(UNITS).cohort(new FolderFiles(folder), other, LocalDate.of(1990, 1, 1));
        assertThat(refusal(empty, other)).containsExactly("target-missing");
    }

    @Test
    void aSplitByTimeLearnsNothingThatHappenedFromItsDayOn() throws IOException {
        int[] days = Arrays.stream(cohort().days()).sorted().toArray();
        LocalDate cut = LocalDate.ofEpochDay(days[days.length * 6 / 10]);
        TrainSettings timed = TrainSettings.ofJson(settings(Algorithm.LOGISTIC, null)
                .toJson()
                .replace("\"split\":\"PATIENT\"", "\"split\":\"TIME\",\"splitDate\":\"" + cut + "\""));
        Cohort read = new LocalTraining(UNITS).cohort(new FolderFiles(folder), timed, AS_OF);

        Split.Timed parts = Split.byTime(read, cut, 3);

        Cohort cohort = parts.cohort();
        Split split = parts.split();
        List<Integer> learnt = new ArrayList<>();
        List<Integer> tested = new ArrayList<>();
        for (int[] part : List.of(split.train(), split.holdOut(), split.test())) {
            for (int patient : part) {
                for (int row = cohort.starts()[patient]; row < cohort.starts()[patient + 1]; row++) {
                    (part == split.test() ? tested : learnt).add(cohort.days()[row]);
                }
            }
        }
        assertThat(learnt).isNotEmpty().allMatch(day -> day + 30 < cut.toEpochDay());
        assertThat(tested).isNotEmpty().allMatch(day -> day >= cut.toEpochDay());
        assertThat(split.train().length + split.holdOut().length + split.test().length)
                .isEqualTo(cohort.patients());
        EvaluationReport report = new TrainingRun(
                        read, timed, LocalTraining.streams(key(1)), AUDIT, ReleaseGate.standard())
                .run(Optional.empty(), new TreeMap<>(), RunProgress.none())
                .report();
        assertThat(report.data().testRows()).isPositive();
    }

    @Test
    void whoIsLearntFromDoesNotDependOnWhatCameLater() throws IOException {
        int[] days = Arrays.stream(cohort().days()).sorted().toArray();
        LocalDate cut = LocalDate.ofEpochDay(days[days.length / 2]);
        Cohort whole = cohort();
        boolean[] isBefore = new boolean[whole.rows()];
        for (int row = 0; row < isBefore.length; row++) {
            isBefore[row] = whole.days()[row] < cut.toEpochDay();
        }
        Split.Timed then = Split.byTime(whole, cut, 3);
        Set<String> learnt = new HashSet<>();
        for (int[] part : List.of(then.split().train(), then.split().holdOut())) {
            Arrays.stream(part)
                    .forEach(patient -> learnt.add(then.cohort().patientIds().get(patient)));
        }
        Set<String> expected = new HashSet<>();
        Split all = Split.of(whole, 3);
        for (int[] part : List.of(all.train(), all.holdOut())) {
            Arrays.stream(part)
                    .filter(patient -> isBefore[whole.starts()[patient]])
                    .forEach(patient -> expected.add(whole.patientIds().get(patient)));
        }
        assertThat(learnt).isNotEmpty().isEqualTo(expected);
    }

    @Test
    void isotonicRecalibrationMakesNoPrivacyClaim() {
        TrainSettings platt = settings(Algorithm.LOGISTIC, new TrainSettings.Privacy(8, 1e-5, 1, "rdp"));
        TrainSettings isotonic = TrainSettings.ofJson(platt.toJson().replace("\"platt\"", "\"isotonic\""));
        assertThat(refusal(cohort(), isotonic)).containsExactly("isotonic-not-private");
    }

    private static Cohort cohort() {
        return Objects.requireNonNull(read);
    }

    private static TrainSettings settings(Algorithm algorithm, TrainSettings.@Nullable Privacy privacy) {
        TrainSettings standard = TrainSettings.standard(FEATURES, TARGET, algorithm, privacy, 5);
        return TrainSettings.ofJson(standard.toJson().replace("\"rounds\":300", "\"rounds\":40"));
    }

    private static TrainingRun.Outcome train(TrainSettings settings, int key) {
        return new TrainingRun(cohort(), settings, LocalTraining.streams(key(key)), AUDIT, ReleaseGate.standard())
                .run(Optional.empty(), new TreeMap<>(), RunProgress.none());
    }

    private static List<String> refusal(Cohort cohort, TrainSettings settings) {
        try {
            new TrainingRun(cohort, settings, LocalTraining.streams(key(1)), AUDIT, ReleaseGate.standard());
            return List.of();
        } catch (RefusedException e) {
            return e.problems().stream().map(problem -> problem.code()).toList();
        }
    }

    private static Cohort with(Cohort cohort, double[] values, float[] labels) {
        return new Cohort(
                cohort.spec(),
                cohort.target(),
                values,
                labels,
                cohort.starts(),
                cohort.patientIds(),
                cohort.days(),
                cohort.subgroups(),
                cohort.subgroupSpec(),
                cohort.scores(),
                cohort.resources(),
                cohort.skipped());
    }

    private static byte[] key(int number) {
        byte[] key = new byte[32];
        key[0] = (byte) number;
        return key;
    }

    private static double[] run(byte[] artifact, List<double[]> rows) throws OrtException {
        var environment = OnnxEnvironment.get();
        try (OrtSession session = environment.createSession(artifact);
                OnnxTensor x = OnnxTensor.createTensor(environment, rows.toArray(double[][]::new));
                OrtSession.Result result = session.run(Map.of("x", x))) {
            double[][] answers = (double[][]) result.get(0).getValue();
            return Arrays.stream(answers).mapToDouble(row -> row[0]).toArray();
        }
    }
}
