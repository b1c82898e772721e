package org.firewarden.train.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.firewarden.model.feature.FeatureSpecFile;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.problem.Problem;
import org.firewarden.train.candidate.CandidateManifest;
import org.firewarden.train.cohort.Split;
import org.firewarden.train.graph.Optimizer;
import org.firewarden.train.operation.TrainRequest.Raw;
import org.firewarden.train.operation.TrainRequest.Reading;
import org.firewarden.train.run.Algorithm;
import org.firewarden.train.run.ShippedSpecs;
import org.firewarden.train.run.TrainSettings;
import org.junit.jupiter.api.Test;

class TrainRequestTest {

    private static final String DATA_SET = "DataSet/" + new UUID(1, 2);

    @Test
    void whatIsAskedForIsUnderstoodAndSurvivesAsParametersOfAJob() {
        Reading reading = TrainRequest.read(raw(
                "dataset",
                DATA_SET,
                "features",
                "utilisation",
                "target",
                "readmission-30d",
                "algorithm",
                "mlp",
                "epsilon",
                "3.0",
                "delta",
                "1e-6",
                "maxGradNorm",
                "0.5",
                "seed",
                "7"));

        assertThat(reading).isInstanceOfSatisfying(Reading.Understood.class, understood -> {
            TrainRequest request = understood.request();
            assertThat(request.settings().algorithm()).isEqualTo(Algorithm.MLP);
            assertThat(request.settings().privacy()).isNotNull();
            assertThat(request.settings().seed()).isEqualTo(7);
            assertThat(TrainRequest.ofParameters(request.toParameters())).isEqualTo(request);
        });
    }

    @Test
    void everyProblemIsNamed() {
        Reading reading = TrainRequest.read(raw(
                "dataset",
                "x",
                "features",
                "y",
                "target",
                "z",
                "algorithm",
                "forest",
                "epsilon",
                "-1.0",
                "delta",
                "0.5",
                "maxGradNorm",
                "0.0",
                "accountant",
                "zcdp",
                "trials",
                "9"));

        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.NotUnderstood.class,
                        not -> assertThat(not.problems().stream().map(Problem::code))
                                .containsExactly(
                                        "dataset-invalid",
                                        "features-unknown",
                                        "target-unknown",
                                        "algorithm-unknown",
                                        "epsilon-invalid",
                                        "delta-invalid",
                                        "max-grad-norm-invalid",
                                        "accountant-unknown",
                                        "trials-invalid"));
    }

    @Test
    void treesMakeNoPrivacyClaimAndDeltaNeedsEpsilon() {
        assertThat(TrainRequest.read(raw(
                        "dataset",
                        DATA_SET,
                        "features",
                        "utilisation",
                        "target",
                        "readmission-30d",
                        "algorithm",
                        "gbt",
                        "epsilon",
                        "3.0")))
                .isInstanceOfSatisfying(
                        Reading.NotUnderstood.class,
                        not -> assertThat(not.problems().get(0).code()).isEqualTo("trees-not-private"));
        assertThat(TrainRequest.read(raw(
                        "dataset",
                        DATA_SET,
                        "features",
                        "utilisation",
                        "target",
                        "readmission-30d",
                        "algorithm",
                        "mlp",
                        "delta",
                        "1e-6")))
                .isInstanceOfSatisfying(
                        Reading.NotUnderstood.class,
                        not -> assertThat(not.problems().get(0).code()).isEqualTo("epsilon-missing"));
    }

    @Test
    void aRecurrentUnitTakesAFeatureSpecWithEvents() {
        assertThat(TrainRequest.read(raw(
                        "dataset",
                        DATA_SET,
                        "features",
                        "utilisation",
                        "target",
                        "readmission-30d",
                        "algorithm",
                        "gru")))
                .isInstanceOfSatisfying(
                        Reading.NotUnderstood.class,
                        not -> assertThat(not.problems())
                                .singleElement()
                                .satisfies(problem -> assertThat(problem.code()).isEqualTo("features-without-events")));
        assertThat(TrainRequest.read(raw(
                        "dataset",
                        DATA_SET,
                        "features",
                        "events",
                        "target",
                        "readmission-30d",
                        "algorithm",
                        "gru",
                        "epsilon",
                        "3.0")))
                .isInstanceOf(Reading.Understood.class);
        FeatureSpecFile files = new FeatureSpecFile(new UnitConversion());
        for (String id : ShippedSpecs.FEATURES) {
            assertThat(files.load(ShippedSpecs.featurePath(id)).sequence().isPresent())
                    .as(id)
                    .isEqualTo(ShippedSpecs.SEQUENCES.contains(id));
        }
    }

    @Test
    void eachTargetAndAlgorithmHasAnIdThatTheRegistryTakes() {
        for (String target : ShippedSpecs.TARGETS) {
            for (Algorithm algorithm : Algorithm.values()) {
                TrainSettings settings = TrainSettings.standard(
                        "utilisation", target, algorithm, new TrainSettings.Privacy(1, 1e-6, 1, "pld"), 1);
                assertThat(ModelVersion.isModelId(CandidateManifest.modelId(settings)))
                        .isTrue();
            }
        }
    }

    @Test
    void whatTheSettingsKnowCanBeAskedFor() {
        Reading reading = TrainRequest.read(raw(
                "dataset",
                DATA_SET,
                "features",
                "utilisation",
                "target",
                "readmission-30d",
                "algorithm",
                "mlp",
                "split",
                "time",
                "splitDate",
                "2025-03-01",
                "calibration",
                "isotonic",
                "positiveWeight",
                "4",
                "optimizer",
                "sgd",
                "learningRate",
                "0.02",
                "epochs",
                "7",
                "batch",
                "128",
                "hidden",
                "24,12",
                "rowsPerPatient",
                "2"));

        assertThat(reading).isInstanceOfSatisfying(Reading.Understood.class, understood -> {
            TrainSettings settings = understood.request().settings();
            assertThat(settings.split()).isEqualTo(Split.Method.TIME);
            assertThat(settings.splitDay()).contains(LocalDate.of(2025, 3, 1));
            assertThat(settings.recalibration()).isEqualTo("isotonic");
            assertThat(settings.positiveWeight()).isEqualTo(4);
            assertThat(settings.optimizer()).isEqualTo(Optimizer.SGD);
            assertThat(settings.learningRate()).isEqualTo(0.02);
            assertThat(settings.epochs()).isEqualTo(7);
            assertThat(settings.batch()).isEqualTo(128);
            assertThat(settings.hidden()).containsExactly(24, 12);
            assertThat(settings.rowsPerPatient()).isEqualTo(2);
            assertThat(settings.sentence()).contains("2025-03-01", "isotonic", "SGD", "0.02", "7 epochs", "128");
            assertThat(TrainRequest.ofParameters(understood.request().toParameters()))
                    .isEqualTo(understood.request());
        });
    }

    @Test
    void settingsOfEarlierRunsReadAsTheyWereWritten() {
        TrainSettings settings = TrainSettings.standard("utilisation", "readmission-30d", Algorithm.MLP, null, 1);
        assertThat(settings.toJson()).as("the key of noise is made of it").doesNotContain("splitDate");
        assertThat(TrainSettings.ofJson(settings.toJson())).isEqualTo(settings);
    }

    @Test
    void everyProblemWithTheTrainingIsNamedToo() {
        Reading reading = TrainRequest.read(raw(
                "dataset",
                DATA_SET,
                "features",
                "utilisation",
                "target",
                "diabetes",
                "algorithm",
                "mlp",
                "epsilon",
                "three",
                "split",
                "time",
                "splitDate",
                "tomorrow",
                "calibration",
                "isotonic",
                "positiveWeight",
                "0",
                "optimizer",
                "lion",
                "learningRate",
                "2",
                "epochs",
                "0",
                "batch",
                "8",
                "hidden",
                "9999",
                "rowsPerPatient",
                "11"));

        assertThat(reading).isInstanceOfSatisfying(Reading.NotUnderstood.class, not -> {
            assertThat(not.isMalformed()).isTrue();
            assertThat(not.problems().stream().map(Problem::code))
                    .containsExactlyInAnyOrder(
                            "epsilon-invalid",
                            "split-date-invalid",
                            "split-not-possible",
                            "isotonic-not-private",
                            "positive-weight-invalid",
                            "optimizer-unknown",
                            "learning-rate-invalid",
                            "epochs-invalid",
                            "batch-invalid",
                            "hidden-invalid",
                            "rows-per-patient-invalid");
        });
        assertThat(codes("algorithm", "gbt", "epochs", "5", "optimizer", "adam"))
                .containsExactly("not-for-trees", "not-for-trees");
        assertThat(codes("algorithm", "logistic", "hidden", "5")).containsExactly("hidden-invalid");
        assertThat(codes("algorithm", "logistic", "splitDate", "2025-03-01")).containsExactly("split-date-invalid");
    }

    @Test
    void whatIsMistypedSentTwiceOrWithoutAValueIsRefusedWithAllElseThatIsWrong() {
        Reading reading = TrainRequest.read(raw(
                "dataset",
                DATA_SET,
                "features",
                "utilisation",
                "target",
                "readmission-30d",
                "algorithm",
                "mlp",
                "epslion",
                "3",
                "Delta",
                "1e-6",
                "learning_rate",
                "0.1",
                "Jane Doe of Springfield",
                "x",
                "batch",
                "64",
                "batch",
                "128",
                "seed",
                " ",
                "epochs",
                "0",
                "_format",
                "json"));

        assertThat(reading).isInstanceOfSatisfying(Reading.NotUnderstood.class, not -> {
            assertThat(not.isMalformed()).isTrue();
            assertThat(not.problems())
                    .extracting(Problem::code)
                    .containsExactly(
                            "parameter-unknown",
                            "parameter-unknown",
                            "parameter-unknown",
                            "parameter-unknown",
                            "parameter-repeated",
                            "parameter-without-value",
                            "epochs-invalid");
            assertThat(not.problems())
                    .extracting(Problem::text)
                    .contains(
                            "'epslion' is no parameter of $train: did you mean 'epsilon'?",
                            "'Delta' is no parameter of $train: did you mean 'delta'?",
                            "'learning_rate' is no parameter of $train: did you mean 'learningRate'?",
                            "'batch' is sent once")
                    .noneMatch(text -> text.contains("Jane"));
        });
    }

    private static List<String> codes(String... more) {
        Map<String, List<String>> values =
                new LinkedHashMap<>(raw("dataset", DATA_SET, "features", "utilisation", "target", "readmission-30d")
                        .values());
        values.putAll(raw(more).values());
        return TrainRequest.read(new Raw(values)) instanceof Reading.NotUnderstood not
                ? not.problems().stream().map(Problem::code).toList()
                : List.of();
    }

    private static Raw raw(String... namesAndValues) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.computeIfAbsent(namesAndValues[i], name -> new ArrayList<>()).add(namesAndValues[i + 1]);
        }
        return new Raw(values);
    }
}
