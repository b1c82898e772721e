package org.firewarden.model.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.firewarden.model.feature.Interval;
import org.firewarden.model.yaml.InvalidFileException;
import org.junit.jupiter.api.Test;

class ModelManifestFileTest {

    private static final String MANIFEST = """
            id: m
            version: 1.0.0
            stage: silent
            artifact: m.onnx
            features: f.yaml
            card: c.yaml
            inputs: [a, b]
            outputs:
              - {code: o, title: Outcome}
            applicability:
              ranges:
                - {feature: a, minimum: 1, less-than: 2}
            example: [1, 0]
            """;

    @Test
    void aRangeMayLeaveOutItsMaximum() {
        ModelManifest manifest = ModelManifestFile.parse("m.yaml", MANIFEST);

        assertThat(manifest.ranges().get(0).interval()).isEqualTo(new Interval(1, 2, false));
        assertThat(manifest.example()).containsExactly(1.0, 0.0);
    }

    @Test
    void everyProblemIsNamedWithItsLine() {
        InvalidFileException refusal = catchThrowableOfType(
                InvalidFileException.class,
                () -> ModelManifestFile.parse(
                        "m.yaml",
                        MANIFEST.replace("silent", "loud")
                                .replace("less-than: 2", "less-than: 0, unit: kg")
                                .replace("[1, 0]", "[1]")));

        assertThat(refusal.problems())
                .containsExactlyInAnyOrder(
                        "m.yaml:3: there is no such stage",
                        "m.yaml:12: unknown key 'unit'",
                        "m.yaml:12: the minimum must be less than the maximum",
                        "m.yaml:13: 'example' must be a list with one number for each input");
    }
}
