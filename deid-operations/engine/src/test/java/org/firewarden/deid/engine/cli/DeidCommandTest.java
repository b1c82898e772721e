package org.firewarden.deid.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.firewarden.crypto.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeidCommandTest {

    private static final String PATIENT =
            "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"name\":[{\"family\":\"Zebedee\"}],\"birthDate\":\"1960-01-02\"}\n";
    private static final String OBSERVATION =
            "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"subject\":{\"reference\":\"Patient/p1\"}}\n";

    @TempDir
    Path folder = Path.of("");

    private final StringWriter errors = new StringWriter();

    private int run(String... more) {
        String[] arguments = Stream.concat(
                        Stream.of(
                                "--policy", "safe-harbor", "--vault", folder.resolve("vault") + "", "--in", in() + ""),
                        Stream.of(more))
                .toArray(String[]::new);
        return DeidCommand.run(arguments, new PrintWriter(new StringWriter()), new PrintWriter(errors, true));
    }

    private Path in() {
        return folder.resolve("in");
    }

    private Path out(String name) {
        return folder.resolve(name);
    }

    private void input(String name, String content) throws IOException {
        Files.createDirectories(in());
        Files.writeString(in().resolve(name), content);
    }

    private static String id(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(file)).path("id").asText();
    }

    @Test
    void aCleanRunEndsWithZeroAndAManifest() throws IOException {
        input("Patient.ndjson", PATIENT);
        input("Zebedee.ndjson", OBSERVATION.repeat(3) + "\n\r\n");
        assertThat(run("--out", out("out") + "", "--threads", "2")).isZero();
        assertThat(Files.readString(out("out").resolve("Patient.ndjson")))
                .doesNotContain("Zebedee", "01-02")
                .contains("\"code\":\"PSEUDED\"");
        List<String> observations = Files.readAllLines(out("out").resolve("Observation.ndjson"));
        assertThat(observations).hasSize(3);
        assertThat(observations.get(0)).contains("Patient/" + id(out("out").resolve("Patient.ndjson")));
        JsonNode manifest =
                new ObjectMapper().readTree(Files.readString(out("out").resolve("manifest.json")));
        assertThat(manifest.at("/counts/resourcesOut").asInt()).isEqualTo(4);
        assertThat(manifest.at("/files/0/sha256").asText())
                .isEqualTo(Sha256.hex(Files.readAllBytes(out("out").resolve("Observation.ndjson"))));
        assertThat(manifest + errors.toString()).doesNotContain("Zebedee");
        try (Stream<Path> files = Files.list(out("out"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "Patient.ndjson", "Observation.ndjson", "manifest.json", "risk.json", "certificate.json");
        }
    }

    @Test
    void theSameVaultGivesTheSameTokensAndAnotherOthers() throws IOException {
        input("Patient.ndjson", PATIENT);
        assertThat(run("--out", out("a") + "")).isZero();
        assertThat(run("--out", out("b") + "")).isZero();
        assertThat(run("--out", out("c") + "", "--keys", folder.resolve("k") + ""))
                .isEqualTo(2);
        assertThat(id(out("a").resolve("Patient.ndjson"))).isEqualTo(id(out("b").resolve("Patient.ndjson")));
    }

    @Test
    void whatCannotBeReadIsQuarantinedSealedAndTheRestComesOut() throws IOException {
        input(
                "a.ndjson",
                PATIENT + "{\"resourceType\":\"Patient\",\"name\":\"Zebedee\n[]\n" + "[".repeat(2000) + "\n"
                        + OBSERVATION);
        input("b.json", "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":" + PATIENT + "},");
        assertThat(run("--out", out("out") + "")).isEqualTo(3);
        assertThat(Files.readAllLines(out("out").resolve("Patient.ndjson"))).hasSize(1);
        Path quarantine = out("out").resolve("quarantine");
        assertThat(Files.readAllLines(quarantine.resolve("index.ndjson")))
                .hasSize(4)
                .first()
                .asString()
                .contains("\"input\":1,\"place\":2,\"reason\":\"malformed-json\"");
        for (int i = 1; i <= 4; i++) {
            assertThat(new String(
                            Files.readAllBytes(quarantine.resolve("00000" + i + ".sealed")),
                            java.nio.charset.StandardCharsets.ISO_8859_1))
                    .startsWith("FWE1")
                    .doesNotContain("Zebedee", "resourceType");
        }
        assertThat(errors.toString()).doesNotContain("Zebedee");
    }

    @Test
    void badInputEndsWithTwoAndWritesNothing() throws IOException {
        assertThat(run("--out", out("out") + "")).isEqualTo(2);
        input("Patient.ndjson", PATIENT);
        assertThat(run("--out", in() + "")).isEqualTo(2);
        assertThat(run("--out", out("out") + "", "--policy", "no-such-policy")).isEqualTo(2);
        assertThat(run("--out", out("out") + "", "--threads", "0")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(run("--out", folder + "/in/Patient.ndjson")).isEqualTo(2);
        assertThat(out("out")).doesNotExist();
        assertThat(folder.resolve("vault")).doesNotExist();
    }

    @Test
    void vaultAndKeysDoNotLieInTheOutput() throws IOException {
        input("Patient.ndjson", PATIENT);
        assertThat(run("--out", folder.resolve("vault") + "")).isEqualTo(2);
        assertThat(run("--out", out("out") + "", "--keys", out("out").resolve("keys") + ""))
                .isEqualTo(2);
        assertThat(folder.resolve("vault")).doesNotExist();
        assertThat(out("out")).doesNotExist();
    }

    @Test
    void aVaultThatIsThereGetsNoNewKeys() throws IOException {
        input("Patient.ndjson", PATIENT);
        assertThat(run("--out", out("a") + "", "--keys", folder.resolve("keys") + ""))
                .isZero();
        assertThat(folder.resolve("keys").resolve("keys.p12")).exists();
        assertThat(run("--out", out("b") + "")).isEqualTo(2);
        assertThat(folder.resolve("vault").resolve("keys.p12")).doesNotExist();
        assertThat(out("b")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"resourceType\":\"Observation\",\"eff", "{\"resourceType\":\"Observation\"}{\"resourceType"})
    void aLineThatCannotBeReadMakesAgesDoubtful(String broken) throws IOException {
        String elder = "{\"resourceType\":\"Patient\",\"id\":\"e\",\"birthDate\":\"1930-01-02\"}\n";
        String event =
                "{\"resourceType\":\"Observation\",\"subject\":{\"reference\":\"Patient/e\"},\"effectiveDateTime\":\"2015\"}\n";
        input("a.ndjson", elder + event + PATIENT);
        assertThat(run("--out", out("whole") + "")).isZero();
        assertThat(Files.readString(out("whole").resolve("Patient.ndjson"))).contains("\"1930\"", "\"1960\"");
        input("b.ndjson", broken);
        assertThat(run("--out", out("broken") + "")).isEqualTo(3);
        assertThat(Files.readString(out("broken").resolve("Patient.ndjson")))
                .doesNotContain("1930")
                .contains("\"1960\"");
        assertThat(Files.readString(out("broken").resolve("Observation.ndjson")))
                .contains("\"2015\"");
    }

    @Test
    void aDocumentThatCannotBeReadMakesAgesDoubtful() throws IOException {
        input(
                "a.ndjson",
                "{\"resourceType\":\"Patient\",\"birthDate\":\"1930\",\"meta\":{\"lastUpdated\":\"2015\"}}\n");
        assertThat(run("--out", out("whole") + "")).isZero();
        assertThat(Files.readString(out("whole").resolve("Patient.ndjson"))).contains("\"1930\"");
        input("b.json", "{\"resourceType\":\"Bundle\",\"entry\":[");
        assertThat(run("--out", out("broken") + "")).isEqualTo(3);
        assertThat(Files.readString(out("broken").resolve("Patient.ndjson"))).doesNotContain("1930");
    }

    @Test
    void helpAndVersionEndWithZero() {
        StringWriter help = new StringWriter();
        assertThat(DeidCommand.run(new String[] {"--help"}, new PrintWriter(help, true), new PrintWriter(errors, true)))
                .isZero();
        assertThat(help.toString().replaceAll("\\s+", " "))
                .contains("unless --keys says otherwise", "on another volume");
        assertThat(DeidCommand.run(
                        new String[] {"--version"}, new PrintWriter(new StringWriter()), new PrintWriter(errors, true)))
                .isZero();
    }

    private int command(StringWriter out, String... arguments) {
        return DeidCommand.run(arguments, new PrintWriter(out, true), new PrintWriter(errors, true));
    }

    private String verify(int exit) {
        StringWriter said = new StringWriter();
        int code = command(
                said, "verify", "--data", out("out") + "", "--key", folder.resolve("vault/certificate.pub") + "");
        assertThat(code).as(said.toString()).isEqualTo(exit);
        return said.toString();
    }

    @Test
    void aCertificateHoldsForExactlyTheDataSetThatItIsOf() throws IOException {
        input("a.ndjson", PATIENT + OBSERVATION);
        assertThat(run("--out", out("out") + "", "--reference-date", "2026-11-01", "--project", "p-1"))
                .isZero();
        assertThat(verify(0)).contains("the certificate holds");
        JsonNode content = new ObjectMapper()
                .readTree(Files.readString(out("out").resolve("certificate.json")))
                .path("content");
        assertThat(content.path("certifies").asText()).isEqualTo("45 CFR 164.514(b)(2)");
        assertThat(content.path("referenceDate").asText()).isEqualTo("2026-11-01");
        assertThat(content.path("project").asText()).isEqualTo("p-1");
        assertThat(content.has("tagger")).isFalse();
        for (String name : List.of("Patient.ndjson", "risk.json", "manifest.json", "certificate.json")) {
            Path file = out("out").resolve(name);
            String before = Files.readString(file);
            Files.writeString(file, before.replaceFirst("1", "2"));
            assertThat(Files.readString(file)).isNotEqualTo(before);
            verify(1);
            Files.writeString(file, before);
        }
        Files.writeString(out("out").resolve("More.ndjson"), PATIENT);
        assertThat(verify(1)).contains("More.ndjson is not among the files");
        Files.delete(out("out").resolve("More.ndjson"));
        verify(0);
        Files.delete(out("out").resolve("Patient.ndjson"));
        assertThat(verify(1)).contains("Patient.ndjson is missing");
    }

    @Test
    void aLimitedDataSetIsRefusedWithoutAnAgreementAndExpertsWordsGoTogether() throws IOException {
        input("a.ndjson", PATIENT);
        String[] start = {"--vault", folder.resolve("v") + "", "--in", in() + "", "--out", out("out") + "", "--policy"};
        StringWriter said = new StringWriter();
        assertThat(command(said, concat(start, "limited-data-set"))).isEqualTo(2);
        assertThat(errors.toString()).contains("164.514(e)(4)");
        assertThat(command(said, concat(start, "expert-determination", "--expert", "E")))
                .isEqualTo(2);
        assertThat(folder.resolve("v")).doesNotExist();
        assertThat(command(said, concat(start, "limited-data-set", "--data-use-agreement", "DUA-9")))
                .isZero();
        assertThat(Files.readString(out("out").resolve("Patient.ndjson"))).contains("1960-01-02");
        assertThat(Files.readString(out("out").resolve("certificate.json"))).contains("DUA-9");
    }

    private static String[] concat(String[] start, String... more) {
        return Stream.concat(Stream.of(start), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void whatIsHeldIsReviewedAndReleasedOnlyIfItComesThrough() throws IOException {
        input("a.ndjson", PATIENT + "{\"resourceType\":\"Observation\",\n");
        assertThat(run("--out", out("out") + "")).isEqualTo(3);
        StringWriter said = new StringWriter();
        String vault = folder.resolve("vault") + "";
        assertThat(command(said, "quarantine", "--data", out("out") + "")).isZero();
        assertThat(said.toString()).contains("malformed-json");
        assertThat(command(said, "quarantine", "--data", out("out") + "", "--vault", vault, "--show", "1"))
                .isZero();
        assertThat(said.toString()).contains("{\"resourceType\":\"Observation\",");
        assertThat(command(said, "quarantine", "--data", out("out") + "", "--vault", vault, "--show", "2"))
                .isEqualTo(2);
        String[] again = {
            "quarantine", "--data", out("out") + "", "--vault", vault, "--policy", "safe-harbor", "--in", in() + ""
        };
        assertThat(command(said, concat(again, "--out", out("again") + ""))).isEqualTo(3);
        assertThat(out("again").resolve("Patient.ndjson")).doesNotExist();
        assertThat(said.toString()).contains("0 released, 1 held again");
    }

    @Test
    void manifestCertificateAndExplanationNameTheTaggerThatRan() throws IOException {
        input("a.ndjson", PATIENT + OBSERVATION);
        Path policy = folder.resolve("tagged.yaml");
        try (var shipped = org.firewarden.deid.engine.policy.Policy.class.getResourceAsStream("safe-harbor.yaml")) {
            String yaml = new String(
                    java.util.Objects.requireNonNull(shipped).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            Files.writeString(policy, yaml.replace("tagger: off", "tagger: on"));
        }
        StringWriter said = new StringWriter();
        String vault = folder.resolve("vault") + "";
        assertThat(command(
                        said, "--policy", policy + "", "--vault", vault, "--in", in() + "", "--out", out("out") + ""))
                .isZero();
        for (String place : List.of("manifest.json /tagger", "certificate.json /content/tagger")) {
            String[] parts = place.split(" ", -1);
            JsonNode tagger = new ObjectMapper()
                    .readTree(Files.readString(out("out").resolve(parts[0])))
                    .at(parts[1]);
            assertThat(tagger.path("version").asText()).isEqualTo("1");
            assertThat(tagger.path("sha256").asText()).hasSize(64);
        }
        assertThat(command(said, "--policy", policy + "", "--explain", "Patient.birthDate"))
                .isZero();
        assertThat(said.toString()).contains("texts go through the tagger of names, version 1, sha256 ");
    }

    @Test
    void aPathIsExplainedWithoutVaultOrData() {
        StringWriter said = new StringWriter();
        assertThat(command(said, "--policy", "safe-harbor", "--explain", "Patient.birthDate"))
                .isZero();
        assertThat(said.toString())
                .contains("birth-year")
                .contains("(C)")
                .contains("texts do not go through the tagger of names");
    }
}
