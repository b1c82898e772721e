package org.firewarden.model.prevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.TreeMap;
import org.firewarden.model.yaml.ShippedFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreventGraphTest {

    /** Khan et al. 2023, supplement: the worked example, to the digits that are printed. */
    @ParameterizedTest
    @CsvSource({
        "female,cvd,0.1468",
        "male,cvd,0.1632",
        "female,hf,0.0806",
        "male,hf,0.1059",
        "female,stroke,0.0540",
        "male,stroke,0.0521"
    })
    void thePublishedExampleComesOut(String sex, String outcome, double printed) {
        double[] risks = PreventSession.risks(sex.equals("female") ? 1 : 0, 50, 200, 45, 160, 35, 90, 1, 0, 1, 0);

        assertThat(risks[PreventCoefficients.OUTCOMES.indexOf(outcome)]).isCloseTo(printed, within(0.00005));
    }

    @Test
    void manyPatientsInOneRunGetWhatEachGetsAlone() {
        double[] woman = {1, 50, 200, 45, 160, 35, 90, 1, 0, 1, 0};
        double[] man = {0, 71, 250, 30, 95, 22, 40, 0, 1, 0, 1};

        double[][] together = PreventSession.BASE_10.run(new double[][] {woman, man, woman});

        assertThat(together[0]).containsExactly(PreventSession.risks(woman)).containsExactly(together[2]);
        assertThat(together[1]).containsExactly(PreventSession.risks(man));
    }

    @ParameterizedTest
    @CsvSource({"base", "acr", "hba1c", "sdi", "full"})
    void theFileIsTheSameEachTimeAndTheOneThatShips(String variant) {
        for (int years : List.of(10, 30)) {
            String name = "prevent-" + variant + "-" + years + "y";
            assertThat(PreventFiles.make(name, PreventGraph.inputs(variant)))
                    .isEqualTo(PreventFiles.make(name, PreventGraph.inputs(variant)))
                    .isEqualTo(ShippedFile.bytes("models/" + name + "-1.0.0.onnx"));
        }
    }

    @Test
    void aTableWithAMissingOrForeignTermIsRefused() {
        String table = ShippedFile.text("prevent/coefficients.tsv");

        assertThatThrownBy(() -> PreventGraph.toFile(
                        "base",
                        PreventCoefficients.parse(
                                table.replace("base_10\tcoef_diabetes\tmen_hf", "base_10\tcoef_x\tmen_hf"), "base_10"),
                        new TreeMap<>()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
