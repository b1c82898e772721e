package org.firewarden.train.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.firewarden.model.feature.FeatureSpecFile;
import org.firewarden.model.feature.UnitConversion;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.problem.Problem;
import org.firewarden.train.candidate.CandidateManifest;
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
        Reading reading = TrainRequest.read(
                new Raw(DATA_SET, "utilisation", "readmission-30d", "mlp", 3.0, 1e-6, 0.5, 7L, null, null));

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
        Reading reading = TrainRequest.read(new Raw("x", "y", "z", "forest", -1.0, 0.5, 0.0, null, "zcdp", 9L));

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
        assertThat(TrainRequest.read(
                        new Raw(DATA_SET, "utilisation", "readmission-30d", "gbt", 3.0, null, null, null, null, null)))
                .isInstanceOfSatisfying(
                        Reading.NotUnderstood.class,
                        not -> assertThat(not.problems().get(0).code()).isEqualTo("trees-not-private"));
        assertThat(TrainRequest.read(
                        new Raw(DATA_SET, "utilisation", "readmission-30d", "mlp", null, 1e-6, null, null, null, null)))
                .isInstanceOfSatisfying(
                        Reading.NotUnderstood.class,
                        not -> assertThat(not.problems().get(0).code()).isEqualTo("epsilon-missing"));
    }

    @Test
    void aRecurrentUnitTakesAFeatureSpecWithEvents() {
        assertThat(TrainRequest.read(
                        new Raw(DATA_SET, "utilisation", "readmission-30d", "gru", null, null, null, null, null, null)))
                .isInstanceOfSatisfying(
                        Reading.NotUnderstood.class,
                        not -> assertThat(not.problems())
                                .singleElement()
                                .satisfies(problem -> assertThat(problem.code()).isEqualTo("features-without-events")));
        assertThat(TrainRequest.read(
                        new Raw(DATA_SET, "events", "readmission-30d", "gru", 3.0, null, null, null, null, null)))
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
}
