package org.firewarden.model.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.manifest.Evaluation;
import org.firewarden.model.manifest.GoldenSet;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.manifest.SourceAttributes;
import org.firewarden.model.registry.Stage;
import org.firewarden.model.runtime.InferenceSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedModelsTest {

    static Stream<ShippedModel> models() {
        return ShippedModels.load().stream();
    }

    @Test
    void whatWasTrainedShipsAsACandidateWithItsReportAndReachesItsFloor() {
        assertThat(models().filter(model -> model.stage() == Stage.CANDIDATE))
                .allSatisfy(model -> {
                    ModelManifest manifest = model.manifest();
                    assertThat(manifest.card().licence()).contains("CC BY 4.0");
                    assertThat(manifest.card().citation()).contains("10.1155/2014/781670");
                    assertThat(model.report())
                            .hasValueSatisfying(report -> assertThat(manifest.evaluations())
                                    .extracting(Evaluation::reportSha256)
                                    .containsOnly(Sha256.hex(report.json().getBytes(StandardCharsets.UTF_8))));
                    assertThat(figure(manifest, "release-gate")).isEqualTo(1);
                })
                .extracting(model -> model.manifest().model())
                .containsExactlyInAnyOrder(
                        "readmission-diabetes-30d-gbt",
                        "readmission-diabetes-30d-mlp",
                        "readmission-diabetes-30d-mlp-dp");
        assertThat(figure(trained("gbt"), "auroc")).isGreaterThan(0.66);
        assertThat(figure(trained("mlp-dp"), "auroc")).isGreaterThan(0.64);
        assertThat(figure(trained("mlp-dp"), "epsilon")).isLessThanOrEqualTo(3);
        assertThat(models().filter(model -> model.manifest().lineage().dataSet() != null))
                .as("nothing that was trained is at a higher stage")
                .allSatisfy(model -> assertThat(model.stage()).isEqualTo(Stage.CANDIDATE));
    }

    @Test
    void noShippedReportTellsOfFewerThanElevenPeople() throws IOException {
        for (ShippedModel model :
                models().filter(model -> model.report().isPresent()).toList()) {
            JsonNode report =
                    new ObjectMapper().readTree(model.report().orElseThrow().json());
            double rows = report.path("data").path("testRows").asDouble();
            assertThat(report.path("withheld").asInt()).isPositive();
            assertThat(report.path("subgroups"))
                    .isNotEmpty()
                    .allSatisfy(group -> assertThat(Math.min(
                                    group.path("positives").asInt(),
                                    group.path("n").asInt()
                                            - group.path("positives").asInt()))
                            .isGreaterThanOrEqualTo(11));
            assertThat(report.path("missing"))
                    .isNotEmpty()
                    .allSatisfy(share -> assertThat(Math.round(share.asDouble() * rows))
                            .satisfiesAnyOf(
                                    n -> assertThat(n).isZero(),
                                    n -> assertThat(n).isGreaterThanOrEqualTo(11)));
            assertThat(model.manifest().evaluations(Evaluation.Kind.FAIRNESS))
                    .flatExtracting(Evaluation::metrics)
                    .hasSameSizeAs(report.path("subgroups"));
        }
    }

    private static ModelManifest trained(String algorithm) {
        return models().map(ShippedModel::manifest)
                .filter(manifest -> manifest.model().equals("readmission-diabetes-30d-" + algorithm))
                .findFirst()
                .orElseThrow();
    }

    private static double figure(ModelManifest manifest, String name) {
        return manifest.evaluations().stream()
                .flatMap(report -> report.metrics().stream())
                .filter(metric -> metric.name().equals(name) && metric.subgroup() == null)
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void tenPreventModelsFiveScoresAndThreeTrainedModelsShip() {
        assertThat(models().map(model -> model.manifest().model()))
                .hasSize(18)
                .contains(
                        "ckd-epi-2021",
                        "news2",
                        "lace",
                        "hospital",
                        "pce-2013",
                        "prevent-base-10y",
                        "prevent-acr-30y",
                        "prevent-hba1c-10y",
                        "prevent-sdi-30y",
                        "prevent-full-30y");
    }

    @ParameterizedTest
    @MethodSource("models")
    void eachReproducesItsGoldenSet(ShippedModel model) {
        ModelManifest manifest = model.manifest();
        InferenceSession session = ShippedSessions.session(model);
        for (GoldenSet.Row row : manifest.golden().rows()) {
            double[] inputs =
                    row.inputs().stream().mapToDouble(Double::doubleValue).toArray();
            double[] outputs = session.run(new double[][] {inputs})[0];
            for (int i = 0; i < outputs.length; i++) {
                assertThat(outputs[i])
                        .as(manifest.outputs().get(i).code())
                        .isCloseTo(
                                row.outputs().get(i), within(manifest.golden().tolerance() + 1e-12));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void theManifestIsReadBackAsItWasWritten(ShippedModel model) {
        ModelManifest manifest = model.manifest();

        assertThat(ManifestJson.read(ManifestJson.write(manifest))).isEqualTo(manifest);
    }

    @ParameterizedTest
    @MethodSource("models")
    void nothingOfTheCardIsLeftOut(ShippedModel model) {
        ModelManifest manifest = model.manifest();

        assertThat(manifest.sourceAttributes().keySet())
                .containsExactlyInAnyOrderElementsOf(SourceAttributes.all().stream()
                        .map(SourceAttributes.Attribute::key)
                        .toList());
        assertThat(manifest.transparency()).isNotNull();
        assertThat(manifest.deviceCriteria()).isNotNull();
    }
}
