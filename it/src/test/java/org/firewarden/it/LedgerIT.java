package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.it.Client.Answer;
import org.firewarden.ledger.note.Checkpoint;
import org.firewarden.ledger.note.LogKeys;
import org.firewarden.ledger.note.SignedNote;
import org.firewarden.ledger.tree.ConsistencyProof;
import org.firewarden.ledger.tree.InclusionProof;
import org.firewarden.ledger.tree.TreeHash;
import org.firewarden.ledger.verify.ExportVerifier;
import org.firewarden.ledger.verify.Verdict;
import org.junit.jupiter.api.Test;

/** What an auditor fetches over HTTP verifies without the server, and nobody else fetches it. */
class LedgerIT {

    private static Client audrey() {
        return Client.as("audrey", "user/AuditEvent.rs");
    }

    /** The newest checkpoint; the first one comes within a second of the first event. */
    private static SignedNote checkpoint() throws Exception {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
        Answer answer = audrey().get("/audit/checkpoint");
        while (answer.status() == 404 && Instant.now().isBefore(deadline)) {
            answer = audrey().get("/audit/checkpoint");
        }
        assertThat(answer.status()).isEqualTo(200);
        return SignedNote.parse(answer.body());
    }

    private static LogKeys keys() throws Exception {
        return LogKeys.parse(audrey().get("/audit/keys").body());
    }

    private static List<TreeHash> path(JsonNode proof) {
        List<TreeHash> path = new ArrayList<>();
        proof.path("path")
                .forEach(hash -> path.add(TreeHash.ofBase64(hash.asText()).orElseThrow()));
        return path;
    }

    @Test
    void theExportVerifiesAgainstTheCheckpoint() throws Exception {
        SignedNote note = checkpoint();
        String export = audrey().get("/audit/export").body();

        assertThat(new ExportVerifier(keys(), false, 2)
                        .verify(new ByteArrayInputStream(export.getBytes(StandardCharsets.UTF_8)), List.of(note)))
                .isInstanceOf(Verdict.Holds.class);
        assertThat(new ExportVerifier(keys(), false, 2)
                        .verify(
                                new ByteArrayInputStream(export.replaceFirst("\"outcome\":\"0\"", "\"outcome\":\"4\"")
                                        .getBytes(StandardCharsets.UTF_8)),
                                List.of(note)))
                .isInstanceOf(Verdict.Fails.class);
        long size = Checkpoint.parse(note.text()).size();
        String part = audrey().get("/audit/export?first=" + (size - 1) + "&end=" + size)
                .body();
        assertThat(part.lines()).hasSize(3);
        assertThat(new ExportVerifier(keys(), true, 2)
                        .verify(new ByteArrayInputStream(part.getBytes(StandardCharsets.UTF_8)), List.of(note)))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    void proofsHold() throws Exception {
        Checkpoint checkpoint = Checkpoint.parse(checkpoint().text());
        long size = checkpoint.size();
        JsonNode inclusion = audrey().get("/audit/proof?index=" + (size - 1) + "&size=" + size)
                .json();
        assertThat(new InclusionProof(size - 1, size, path(inclusion))
                        .isOf(TreeHash.ofBase64(inclusion.path("leaf").asText()).orElseThrow(), checkpoint.root()))
                .isTrue();

        JsonNode consistency =
                audrey().get("/audit/proof?first=1&second=" + size).json();
        TreeHash first = TreeHash.ofBase64(audrey().get("/audit/proof?index=0&size=1")
                        .json()
                        .path("leaf")
                        .asText())
                .orElseThrow();
        assertThat(new ConsistencyProof(1, size, path(consistency)).holds(first, checkpoint.root()))
                .isTrue();
    }

    @Test
    void onlyAuditorsFetchIt() {
        for (String path :
                List.of("/audit/checkpoint", "/audit/keys", "/audit/proof?index=0&size=1", "/audit/export")) {
            assertThat(Client.anonymous().get(path).status()).as(path).isEqualTo(401);
            assertThat(Client.with("nonsense").get(path).status()).as(path).isEqualTo(401);
            for (Client other : List.of(
                    Client.as("alice", "user/*.rs"),
                    Client.as("pat", "patient/*.rs"),
                    Client.as("root", ""),
                    Client.as("audrey", "user/AuditEvent.r"),
                    Client.loader())) {
                Answer answer = other.get(path);
                assertThat(answer.status()).as(path).isEqualTo(403);
                assertThat(answer.body()).contains("OperationOutcome", "forbidden");
            }
        }
    }

    @Test
    void badQuestionsGetAClearAnswer() {
        for (String path : List.of(
                "/audit/checkpoint?x=1",
                "/audit/proof",
                "/audit/proof?index=-1&size=5",
                "/audit/proof?index=1&index=2&size=5",
                "/audit/proof?index=1&second=5",
                "/audit/proof?first=0&second=1",
                "/audit/proof?first=2&second=1",
                "/audit/proof?index=99999999999999999999",
                "/audit/export?first=3&end=2",
                "/audit/export?first=a")) {
            Answer answer = audrey().get(path);
            assertThat(answer.status()).as(path).isEqualTo(400);
            assertThat(answer.body()).as(path).contains("OperationOutcome", "X-Request-Id");
        }
        for (String path : List.of(
                "/audit/proof?index=5&size=5",
                "/audit/proof?index=5&size=999999999",
                "/audit/proof?first=5&second=999999999",
                "/audit/export?end=999999999")) {
            Answer answer = audrey().get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.body()).as(path).contains("OperationOutcome");
        }
    }

    @Test
    void readingTheLedgerIsAnEvent() {
        audrey().get("/audit/export?first=0&end=1");
        Client.as("alice", "user/*.rs").get("/audit/export");

        String events = audrey().get("/fhir/AuditEvent?_count=20").body();
        assertThat(events).contains("audit-export", "Practitioner/audrey", "\"outcomeDesc\":\"role\"");
    }
}
