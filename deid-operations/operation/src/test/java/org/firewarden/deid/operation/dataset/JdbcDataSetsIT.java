package org.firewarden.deid.operation.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.firewarden.audit.AuditEntry;
import org.firewarden.cohort.Subject;
import org.firewarden.cohort.SubjectState;
import org.firewarden.crypto.HybridPublicKey;
import org.firewarden.crypto.HybridSignature;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.crypto.Sha256;
import org.firewarden.dataset.Custody;
import org.firewarden.dataset.DataFile;
import org.firewarden.dataset.DataSet;
import org.firewarden.dataset.DataSetAccess;
import org.firewarden.dataset.DataSetUse;
import org.firewarden.dataset.DataSets;
import org.firewarden.dataset.Lineage;
import org.firewarden.dataset.Sensitivity;
import org.firewarden.deid.engine.dataset.DataSetOutput;
import org.firewarden.deid.operation.dataset.DataSetDrafts.Draft;
import org.firewarden.job.JobStoppedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** The registry in PostgreSQL: the contract, what somebody who can write its tables could try, and how drafts are written. */
class JdbcDataSetsIT extends DataSetsContract {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");

    @TempDir
    static Path folder;

    private final JdbcTemplate jdbc = TestDatabase.jdbc();
    private final SecureRandom random = new SecureRandom();
    private Instant now = START;
    private DataSetRegistry registry;

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    };

    @BeforeEach
    void open() {
        // Each test has keys of its own, and what others signed is none of them.
        TestDatabase.jdbc().update("DELETE FROM firewarden.data_set_signing_key");
        KeyRing keys = KeyRing.open(KeyRingSettings.createdIn(folder), random, Clock.systemUTC());
        registry = DataSetRegistry.open(jdbc, TestDatabase.transaction(), keys, random, clock);
    }

    @Override
    DataSets dataSets() {
        return registry.dataSets();
    }

    @Override
    void later(Duration duration) {
        now = now.plus(duration);
    }

    private Custody custody(Sensitivity sensitivity) {
        return new Custody(
                "rita",
                "Practitioner/rita",
                "steward",
                "hospital-a",
                sensitivity,
                START.plus(Duration.ofDays(30)),
                "source-1");
    }

    private static Lineage lineage(UUID job) {
        return new Lineage(job, "safe-harbor", "ab", "1", null, "cd", START, "ResearchStudy/1", null, 1);
    }

    @Override
    DataSet release(Sensitivity sensitivity, String text) {
        UUID job = UUID.randomUUID();
        Draft draft = registry.drafts().begin(job, UUID.randomUUID(), custody(sensitivity));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        fill(draft, bytes);
        return registry.drafts()
                .release(
                        draft,
                        List.of(new DataFile(
                                "Patient.ndjson", "Patient", text.lines().count(), bytes.length, Sha256.hex(bytes))),
                        lineage(job),
                        custody(sensitivity),
                        JsonNodeFactory.instance.objectNode().put("risk", 0.01));
    }

    private void fill(Draft draft, byte[] bytes) {
        try {
            DataSetOutput output = registry.drafts().output(draft);
            try (OutputStream out = output.create("Patient.ndjson")) {
                out.write(bytes);
            }
            output.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String stored(UUID id) {
        StringBuilder all = new StringBuilder();
        for (String table : List.of("data_set_block", "data_set_source", "data_set_subject")) {
            jdbc.queryForList("SELECT * FROM firewarden." + table + " WHERE data_set_id = ?", id)
                    .forEach(row -> all.append(text(row)));
        }
        return all.toString();
    }

    private static String text(Map<String, Object> row) {
        return row.values().stream()
                .map(value -> value instanceof byte[] bytes
                        ? new String(bytes, StandardCharsets.ISO_8859_1)
                        : String.valueOf(value))
                .collect(Collectors.joining("|"));
    }

    @Test
    void aManifestThatWasChangedIsNotBelieved() {
        DataSet dataSet = release(Sensitivity.DEIDENTIFIED, "x\n");
        jdbc.update(
                "UPDATE firewarden.data_set SET manifest = replace(manifest, '2026-12-25', '2036-12-25') WHERE id = ?",
                dataSet.id());

        assertThat(refusal(RITA, dataSet.id(), DataSetUse.DOWNLOAD)).isEqualTo(409);
        assertThat(dataSets().find(RITA, dataSet.id())).isEmpty();
    }

    @Test
    void aManifestOfAnotherDataSetIsNotBelieved() {
        DataSet mine = release(Sensitivity.DEIDENTIFIED, "x\n");
        DataSet other = release(Sensitivity.DEIDENTIFIED, "y\n");
        jdbc.update(
                "UPDATE firewarden.data_set d SET manifest = o.manifest, signature = o.signature, key_id = o.key_id"
                        + " FROM firewarden.data_set o WHERE o.id = ? AND d.id = ?",
                other.id(),
                mine.id());

        assertThat(refusal(RITA, mine.id(), DataSetUse.DOWNLOAD)).isEqualTo(409);
    }

    @Test
    void aManifestThatSomebodyElseSignedIsNotBelieved() {
        DataSet dataSet = release(Sensitivity.DEIDENTIFIED, "x\n");
        var forger = org.firewarden.crypto.HybridSigningKey.generate(random);
        String manifest = String.valueOf(jdbc.queryForObject(
                "SELECT manifest FROM firewarden.data_set WHERE id = ?", String.class, dataSet.id()));
        String forged = manifest.replace("2026-12-25", "2036-12-25");
        jdbc.update(
                "INSERT INTO firewarden.data_set_signing_key (id, public_key, sealed, created_at)"
                        + " VALUES (?, ?, ?, '2000-01-01')",
                forger.publicKey().id(),
                forger.publicKey().toString(),
                "AAAA.AAAA");
        jdbc.update(
                "UPDATE firewarden.data_set SET manifest = ?, signature = ?, key_id = ? WHERE id = ?",
                forged,
                forger.sign("data-set-manifest", forged.getBytes(StandardCharsets.UTF_8))
                        .toString(),
                forger.publicKey().id(),
                dataSet.id());

        assertThat(refusal(RITA, dataSet.id(), DataSetUse.DOWNLOAD)).isEqualTo(409);
    }

    @Test
    void blocksThatWereAlteredMovedOrTakenAwayAreNoticed() {
        String text = "0123456789abcdef".repeat(200_000);
        for (String attack : List.of(
                "UPDATE firewarden.data_set_block SET content = set_byte(content, 99, get_byte(content, 99) # 1)"
                        + " WHERE data_set_id = ? AND block = 1",
                "DELETE FROM firewarden.data_set_block WHERE data_set_id = ? AND block = 1",
                "DELETE FROM firewarden.data_set_block WHERE data_set_id = ? AND block = 3",
                "UPDATE firewarden.data_set_block SET block = 3 - block WHERE data_set_id = ? AND block IN (1, 3)")) {
            DataSet dataSet = release(Sensitivity.DEIDENTIFIED, text);
            if (attack.contains("3 - block")) {
                jdbc.update(
                        "UPDATE firewarden.data_set_block SET block = block + 100 WHERE data_set_id = ? AND block IN (1, 2)",
                        dataSet.id());
                jdbc.update(
                        "UPDATE firewarden.data_set_block SET block = 103 - block WHERE data_set_id = ? AND block > 100",
                        dataSet.id());
            } else {
                assertThat(jdbc.update(attack, dataSet.id())).isEqualTo(1);
            }
            DataSetAccess access = dataSets().open(RITA, dataSet.id(), DataSetUse.DOWNLOAD);
            assertThatThrownBy(() -> read(access, "Patient.ndjson")).as(attack).isInstanceOf(IOException.class);
        }
    }

    @Test
    void nothingOfItLiesInTheClear() {
        UUID job = UUID.randomUUID();
        Draft draft = registry.drafts().begin(job, UUID.randomUUID(), custody(Sensitivity.DEIDENTIFIED));
        registry.drafts().subjects(draft, List.of("needle-patient"));
        registry.drafts()
                .source(draft, 0, SubjectState.DONE, List.of("{\"name\":\"needle\"}".getBytes(StandardCharsets.UTF_8)));
        fill(draft, "needle\n".getBytes(StandardCharsets.UTF_8));

        assertThat(stored(draft.id())).isNotEmpty().doesNotContain("needle");
        registry.drafts()
                .release(draft, List.of(), lineage(job), custody(Sensitivity.DEIDENTIFIED), JSON.createObjectNode());
        assertThat(jdbc.queryForObject(
                        "SELECT (SELECT count(*) FROM firewarden.data_set_source WHERE data_set_id = ?)"
                                + " + (SELECT count(*) FROM firewarden.data_set_subject WHERE data_set_id = ?)",
                        Integer.class,
                        draft.id(),
                        draft.id()))
                .isZero();
    }

    @Test
    void anAttemptThatWasFollowedByAnotherWritesNothingAnyMore() {
        UUID job = UUID.randomUUID();
        Draft first = registry.drafts().begin(job, UUID.randomUUID(), custody(Sensitivity.DEIDENTIFIED));
        registry.drafts().subjects(first, List.of("a", "b"));
        registry.drafts().source(first, 0, SubjectState.DONE, List.of("{}".getBytes(StandardCharsets.UTF_8)));
        Draft second = registry.drafts().begin(job, UUID.randomUUID(), custody(Sensitivity.DEIDENTIFIED));

        assertThat(second.id()).isEqualTo(first.id());
        assertThatThrownBy(() -> registry.drafts().source(first, 1, SubjectState.DONE, List.of()))
                .isInstanceOf(JobStoppedException.class);
        assertThatThrownBy(() ->
                        registry.drafts().block(first, "Patient.ndjson", 0, "late".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JobStoppedException.class);
        assertThat(registry.drafts().inState(second, SubjectState.DONE, -1, 10)).hasSize(1);
        assertThat(registry.drafts().inState(second, SubjectState.PENDING, -1, 10))
                .extracting(Subject::patientId)
                .containsExactly("b");
        assertThat(registry.drafts().discard(job)).isTrue();
        assertThat(stored(first.id())).isEmpty();
    }

    @Test
    void theCertificateOfDisposalCanBeVerifiedWithoutThisServer() throws IOException {
        DataSet dataSet = release(Sensitivity.DEIDENTIFIED, "x\n");
        DataSet ended = dataSets().dispose(RITA, dataSet.id()).orElseThrow();

        JsonNode certificate =
                JSON.readTree(Objects.requireNonNull(ended.disposal()).certificate());
        byte[] statement = certificate.path("statement").asText().getBytes(StandardCharsets.UTF_8);
        HybridPublicKey key = HybridPublicKey.parse(certificate.path("key").asText());
        HybridSignature signature =
                HybridSignature.parse(certificate.path("signature").asText());
        assertThat(key.verifies("data-set-disposal", statement, signature)).isTrue();
        assertThat(key.verifies("data-set-manifest", statement, signature)).isFalse();
        assertThat(JSON.readTree(statement).path("manifestSha256").asText()).isEqualTo(dataSet.sha256());
        assertThat(stored(dataSet.id())).isEmpty();
        assertThat(jdbc.queryForObject(
                        "SELECT content_key IS NULL FROM firewarden.data_set WHERE id = ?",
                        Boolean.class,
                        dataSet.id()))
                .isTrue();
    }

    @Test
    void whatIsPastItsTimeIsDestroyedWithAnEvent() {
        DataSet dataSet = release(Sensitivity.DEIDENTIFIED, "x\n");
        List<AuditEntry> events = new ArrayList<>();
        try (DataSetExpiry expiry = new DataSetExpiry(registry, events::add, clock)) {
            later(Duration.ofDays(31));
            assertThat(expiry.disposeExpired()).isPositive();
        }
        assertThat(events)
                .anyMatch(
                        event -> dataSet.id().toString().equals(event.details().get("data-set")));
        assertThat(Objects.requireNonNull(dataSets()
                                .find(RITA, dataSet.id())
                                .orElseThrow()
                                .disposal())
                        .reason())
                .isEqualTo("expired");
    }
}
