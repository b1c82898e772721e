package org.firewarden.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.manifest.Evaluation;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.manifest.SourceAttributes;
import org.firewarden.train.candidate.Candidate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The walk from a table to candidates, on made-up people; on a part of the published table where that is at hand. */
class TrainUciCommandTest {

    private static final String PREFIX = "readmission-diabetes-30d-";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void walk() {
        Said said = run(
                "train-uci",
                "--made-up",
                "2000",
                "--epsilon",
                "8",
                "--shadow-models",
                "0",
                "--work",
                work("work"),
                "--out",
                work("out"));
        assertThat(said.exit()).as(said.out()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gbt", "mlp", "mlp-dp"})
    void aCandidateHasItsWholeCardAndItsReport(String algorithm) throws IOException {
        Candidate candidate = Candidate.read(card("out", algorithm));
        ModelManifest manifest = candidate.definition();

        assertThat(manifest.model()).isEqualTo(PREFIX + algorithm);
        assertThat(manifest.sourceAttributes().keySet())
                .hasSize(SourceAttributes.all().size());
        assertThat(manifest.transparency()).isNotNull();
        assertThat(manifest.deviceCriteria()).isNotNull();
        assertThat(manifest.card().citation()).contains("10.1155/2014/781670");
        assertThat(manifest.card().licence()).contains("CC BY 4.0");
        assertThat(new String(candidate.manifest(), StandardCharsets.UTF_8)).doesNotContain("${");
        assertThat(manifest.lineage().dataSetSha256()).hasSize(64);
        assertThat(manifest.evaluations())
                .extracting(Evaluation::kind)
                .contains(Evaluation.Kind.PERFORMANCE, Evaluation.Kind.FAIRNESS, Evaluation.Kind.PRIVACY_ATTACK);
        assertThat(manifest.evaluations())
                .extracting(Evaluation::reportSha256)
                .containsOnly(Sha256.hex(candidate.reportJson().getBytes(StandardCharsets.UTF_8)));
        // So few people cannot hide and be learnt from at once: what a private model makes of them is of no matter
        // here.
        assertThat(auroc(manifest)).isGreaterThan(algorithm.equals("mlp-dp") ? 0.3 : 0.5);
        assertThat(new String(candidate.manifest(), StandardCharsets.UTF_8).contains("\"epsilon\""))
                .isEqualTo(algorithm.equals("mlp-dp"));
    }

    @Test
    void theDataIsDeidentifiedBeforeAnythingReadsIt() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("work/data-set"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .contains("Patient.ndjson", "manifest.json", "risk.json", "certificate.json");
        }
        assertThat(Files.readString(folder.resolve("work/data-set/certificate.json")))
                .contains("expert-determination")
                .contains("\"isDetermined\" : false");
        assertThat(Files.readString(folder.resolve("work/data-set/Patient.ndjson")))
                .doesNotContain("\"id\":\"p");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gbt", "mlp-dp"})
    void theSameWorkGivesTheSameBytes(String algorithm) {
        Said said = run("reproduce", card("out", algorithm).toString(), "--made-up", "2000", "--work", work("work"));
        assertThat(said.exit()).as(said.out()).isZero();
        assertThat(said.out()).contains("byte for byte");
    }

    @Test
    void otherPseudonymsAreSaidToSplitInAnotherWay() {
        Said said = run("reproduce", card("out", "mlp").toString(), "--made-up", "2000", "--work", work("other"));
        // Whether the difference is one of chance is left to chance.
        assertThat(said.exit()).as(said.out()).isIn(0, 1);
        assertThat(said.out()).contains("AUROC").containsAnyOf("other pseudonyms", "does not come out");
    }

    @Test
    void anAlteredArtifactIsNoCandidate() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy"));
        Candidate.read(card("out", "mlp")).write(copy);
        Path artifact = copy.resolve(PREFIX + "mlp-1.0.0.onnx");
        byte[] bytes = Files.readAllBytes(artifact);
        bytes[bytes.length / 2] ^= 1;
        Files.write(artifact, bytes);

        Said said = run("reproduce", card("copy", "mlp").toString(), "--made-up", "2000", "--work", work("work"));
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out()).contains("not the one of the card");
    }

    @Test
    void badArgumentsAreRefusedBeforeAnyWork() {
        assertThat(run("train-uci", "--work", work("none"), "--out", work("none-out"))
                        .exit())
                .isEqualTo(2);
        assertThat(run("train-uci", "--made-up", "9", "--algorithms", "gbt-dp", "--work", work("none"), "--out", "x")
                        .exit())
                .isEqualTo(2);
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void aPartOfThePublishedTableWalksTheSameWay() throws IOException {
        Path zip = Path.of(System.getProperty("firewarden.uci", "../../shared/data/uci-diabetes-130us.zip"));
        assumeTrue(Files.isRegularFile(zip), "skipped, because the published table is not at hand: " + zip);
        Said said = run(
                "train-uci",
                "--zip",
                zip.toString(),
                "--patients",
                "5000",
                "--algorithms",
                "gbt",
                "--shadow-models",
                "0",
                "--work",
                work("uci"),
                "--out",
                work("uci-out"));
        assertThat(said.exit()).as(said.out()).isZero();
        assertThat(auroc(Candidate.read(card("uci-out", "gbt")).definition())).isBetween(0.55, 0.78);
    }

    private static double auroc(ModelManifest manifest) {
        return manifest.evaluations(Evaluation.Kind.PERFORMANCE).get(0).metrics().stream()
                .filter(metric -> metric.name().equals("auroc"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static String work(String name) {
        return folder.resolve(name).toString();
    }

    private static Path card(String out, String algorithm) {
        return folder.resolve(String.format(Locale.ROOT, "%s/%s%s-1.0.0.manifest.json", out, PREFIX, algorithm));
    }

    private static Said run(String... arguments) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out, true);
        int exit = Commands.run(arguments, writer, writer);
        return new Said(exit, Objects.toString(out));
    }

    private record Said(int exit, String out) {}
}
