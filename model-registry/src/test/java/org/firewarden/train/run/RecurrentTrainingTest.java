package org.firewarden.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.firewarden.model.feature.ChartReader;
import org.firewarden.model.feature.Feature;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.feature.Moment;
import org.firewarden.model.feature.PatientChart;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.runtime.OnnxEnvironment;
import org.firewarden.train.attack.AuditPlan;
import org.firewarden.train.attack.ReleaseGate;
import org.firewarden.train.cohort.Cohort;
import org.firewarden.train.cohort.FeatureEncoding;
import org.firewarden.train.cohort.FolderFiles;
import org.firewarden.train.cohort.PatientCharts;
import org.firewarden.train.cohort.UsualRanges;
import org.firewarden.train.graph.Examples;
import org.firewarden.train.graph.GruShape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recurrent unit on people whose events say something by their order. */
class RecurrentTrainingTest {

    private static final UnitConversion UNITS = new UnitConversion();
    private static final int EVENTS = 6;

    @TempDir
    private static Path folder;

    private static @Nullable Cohort read;

    @BeforeAll
    static void readTheCohort() throws IOException {
        OrderedEvents.write(folder, 1200, 3);
        read = new LocalTraining(UNITS).cohort(new FolderFiles(folder), settings(), OrderedEvents.AS_OF);
    }

    @Test
    void aPatientHasTheSameTensorInServingAndInTraining() throws IOException {
        Cohort cohort = cohort();
        FeatureEncoding encoding = encoding(cohort);
        Examples trained = cohort.encode(encoding);
        List<String> ids = cohort.patientIds();
        ChartReader reader = new ChartReader(UNITS);
        Random random = new Random(1);
        int[] compared = new int[1];
        new PatientCharts(new FolderFiles(folder), cohort.spec().resourceTypes(), 1 << 20).visit((id, chart) -> {
            List<ObjectNode> resources = new ArrayList<>(chart.resources());
            resources.removeIf(
                    resource -> resource.path("resourceType").asText().equals("Condition"));
            Collections.shuffle(resources, random);
            Map<String, FeatureValue> values = reader.read(
                    cohort.spec(),
                    new PatientChart(chart.patient(), resources),
                    Moment.at(OrderedEvents.AS_OF.atTime(18, 30).atZone(ZoneOffset.UTC)));
            double[] row = cohort.spec().features().stream()
                    .mapToDouble(feature -> value(feature, Objects.requireNonNull(values.get(feature.name()))))
                    .toArray();
            float[] served = new float[trained.columns()];
            encoding.encode(row, 0, served, 0);
            int at = trained.start(ids.indexOf(id)) * trained.columns();
            assertThat(served).isEqualTo(Arrays.copyOfRange(trained.features(), at, at + served.length));
            compared[0]++;
        });
        assertThat(compared[0]).isEqualTo(cohort.patients()).isEqualTo(1200);
    }

    @Test
    void aRowHoldsTheEventsUpToTheDayFromTheOldestToTheLatest() {
        Cohort cohort = cohort();
        FeatureEncoding encoding = encoding(cohort);
        GruShape shape = (GruShape) ModelArchitecture.of(settings(), cohort.spec(), encoding);
        Examples examples = cohort.encode(encoding);
        int length = shape.slots().size();
        assertThat(shape.slots().get(length - 1).columns())
                .allMatch(column -> encoding.columns().get(column).startsWith("event_1_"));
        assertThat(shape.slots().get(0).columns())
                .allMatch(column -> encoding.columns().get(column).startsWith("event_16_"));
        assertThat(shape.context())
                .allMatch(column -> !encoding.columns().get(column).startsWith("event_"))
                .isNotEmpty();
        for (int row = 0; row < examples.rows(); row++) {
            for (int t = 0; t < length; t++) {
                boolean isEmpty = examples.features()[
                                row * examples.columns() + shape.slots().get(t).empty()]
                        == 1;
                assertThat(isEmpty)
                        .as("what is dated after the day is no event")
                        .isEqualTo(t < length - EVENTS);
            }
        }
    }

    @Test
    void theOrderOfEventsIsLearntWhereALineCannotAndTheArtifactAnswersTheSame() throws OrtException {
        TrainingRun.Outcome outcome = run(settings()).run(Optional.empty(), new TreeMap<>(), RunProgress.none());

        double recurrent = outcome.report().performance().auroc().value();
        double line = outcome.report().baseline().auroc().value();
        assertThat(recurrent).isGreaterThan(0.85).isGreaterThan(line + 0.15);
        assertThat(outcome.report().model()).contains("gated recurrent unit (GRU) of 8 units over the last 16 events");
        double[] answers = answers(outcome.artifact(), outcome.goldenInputs());
        for (int i = 0; i < answers.length; i++) {
            assertThat(answers[i]).isCloseTo(outcome.goldenOutputs().get(i), within(1e-6));
        }
        assertThat(Arrays.stream(answers).distinct().count()).isGreaterThan(5);
    }

    @Test
    void aFeatureSpecWithoutEventsIsRefused() {
        Cohort cohort = cohort();
        FeatureSpec plain =
                new FeatureSpec("events", "1.0.0", cohort.spec().features().subList(0, 2));
        int width = cohort.spec().features().size();
        double[] values = new double[2 * cohort.rows()];
        for (int row = 0; row < cohort.rows(); row++) {
            System.arraycopy(cohort.values(), row * width, values, 2 * row, 2);
        }
        Cohort without = new Cohort(
                plain,
                cohort.target(),
                values,
                cohort.labels(),
                cohort.starts(),
                cohort.patientIds(),
                cohort.days(),
                cohort.subgroups(),
                cohort.subgroupSpec(),
                cohort.scores(),
                cohort.resources(),
                cohort.skipped());
        assertThatThrownBy(() -> new TrainingRun(
                        without,
                        settings(),
                        LocalTraining.streams(new byte[32]),
                        new AuditPlan(0, 200, 0),
                        ReleaseGate.standard()))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.problems().get(0).code()).isEqualTo("features-without-events"));
    }

    @Test
    void aRecurrentUnitHasOneSize() {
        String json = settings().toJson();
        assertThatThrownBy(() -> TrainSettings.ofJson(json.replace("[8]", "[8,8]")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static TrainingRun run(TrainSettings settings) {
        return new TrainingRun(
                cohort(),
                settings,
                LocalTraining.streams(new byte[32]),
                new AuditPlan(0, 200, 0),
                ReleaseGate.standard());
    }

    private static TrainSettings settings() {
        TrainSettings standard = TrainSettings.standard("events", "diabetes", Algorithm.GRU, null, 5);
        return TrainSettings.ofJson(standard.toJson().replace("[16]", "[8]").replace("0.008", "0.012"));
    }

    private static Cohort cohort() {
        return Objects.requireNonNull(read);
    }

    private static FeatureEncoding encoding(Cohort cohort) {
        return new FeatureEncoding(cohort.spec(), UsualRanges.load("events"));
    }

    private static double value(Feature feature, FeatureValue value) {
        return value instanceof FeatureValue.Present present
                ? present.value()
                : feature.substitute().orElseThrow();
    }

    private static double[] answers(byte[] artifact, List<double[]> rows) throws OrtException {
        var environment = OnnxEnvironment.get();
        try (OrtSession session = environment.createSession(artifact);
                OnnxTensor x = OnnxTensor.createTensor(environment, rows.toArray(double[][]::new));
                OrtSession.Result result = session.run(Map.of("x", x))) {
            double[][] answers = (double[][]) result.get(0).getValue();
            return Arrays.stream(answers).mapToDouble(row -> row[0]).toArray();
        }
    }
}
