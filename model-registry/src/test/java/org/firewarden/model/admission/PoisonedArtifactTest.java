package org.firewarden.model.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.firewarden.model.onnx.PoisonedFiles;
import org.firewarden.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of poisoned file is refused by its structure, before the library that loads models has seen it. */
class PoisonedArtifactTest {

    @Test
    void aGoodFileIsNotRefused() {
        assertThat(codes(PoisonedFiles.good())).isEmpty();
    }

    static Stream<Arguments> poisoned() {
        return Stream.of(
                Arguments.of("custom operator", PoisonedFiles.customOperator(), "operator-set"),
                Arguments.of("custom operator", PoisonedFiles.customOperator(), "operator"),
                Arguments.of("external data", PoisonedFiles.externalData("../../etc/passwd"), "external-data"),
                Arguments.of("huge constant", PoisonedFiles.hugeConstant(), "too-large"),
                Arguments.of("negative dimension", PoisonedFiles.negativeDimension(), "too-large"),
                Arguments.of("cycle", PoisonedFiles.cycle(), "artifact-cycle"),
                Arguments.of("doubling", PoisonedFiles.doubling(), "too-large"),
                Arguments.of("loop", PoisonedFiles.loop(), "operator"),
                Arguments.of("function", PoisonedFiles.ownFunction(), "artifact-own-code"),
                Arguments.of("training", PoisonedFiles.trainingPart(), "artifact-own-code"),
                Arguments.of("second graph", PoisonedFiles.secondGraph(), "artifact-malformed"),
                Arguments.of("lying length", PoisonedFiles.lyingLength(), "artifact-malformed"),
                Arguments.of("truncated", PoisonedFiles.truncated(), "artifact-malformed"),
                Arguments.of("text", PoisonedFiles.textConstant(), "artifact-type"),
                Arguments.of("second input", PoisonedFiles.secondInput(), "artifact-shape"),
                Arguments.of("nothing", new byte[0], "artifact-malformed"),
                Arguments.of(
                        "a pickle", "cos\nsystem\n(S'id'\ntR.".getBytes(StandardCharsets.UTF_8), "artifact-malformed"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("poisoned")
    void aPoisonedFileIsRefused(String kind, byte[] file, String code) {
        assertThat(codes(file)).as(kind).contains(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ConstantOfShape",
                "Expand",
                "Tile",
                "Range",
                "RandomNormalLike",
                "If",
                "Scan",
                "StringNormalizer",
                "ImageDecoder",
                "NonZero",
                "Loop",
                "Resize",
                "<script>"
            })
    void whatIsNotOnTheListIsRefused(String operator) {
        List<Problem> problems = problems(PoisonedFiles.operatorOffTheList(operator));

        assertThat(problems).extracting(Problem::code).contains("operator");
        assertThat(problems).extracting(Problem::text).noneMatch(text -> text.contains("<"));
    }

    /** Any byte may be anything: what comes out is a verdict, never an error or a wait. */
    @Test
    void noDamageToAFileBreaksTheReader() {
        Random random = new Random(7);
        byte[] good = PoisonedFiles.doubling();
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = good.clone();
            for (int j = 0; j <= i % 4; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertThat(codes(damaged)).isNotEmpty();
        }
    }

    private static List<String> codes(byte[] file) {
        return problems(file).stream().map(Problem::code).toList();
    }

    private static List<Problem> problems(byte[] file) {
        return ArtifactRules.problems(file, Submissions.manifest(file));
    }
}
