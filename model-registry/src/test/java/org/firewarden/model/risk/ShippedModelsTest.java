package org.firewarden.model.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.firewarden.model.manifest.GoldenSet;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.manifest.SourceAttributes;
import org.firewarden.model.runtime.InferenceSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedModelsTest {

    static Stream<ShippedModel> models() {
        return ShippedModels.load().stream();
    }

    @Test
    void tenPreventModelsAndFiveScoresShip() {
        assertThat(models().map(model -> model.manifest().model()))
                .hasSize(15)
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
        InferenceSession session = ShippedSessions.session(manifest.model());
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
