package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.firewarden.audit.AuditEntry;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.firewarden.ledger.event.BlindIndex;
import org.firewarden.ledger.event.ContentKeys.Owner;
import org.firewarden.ledger.event.OpenedEvent;
import org.firewarden.ledger.note.DisposalCertificate;
import org.firewarden.ledger.note.LogKeys;
import org.firewarden.ledger.note.SignedNote;
import org.firewarden.ledger.search.AuditEventTable;
import org.firewarden.ledger.search.AuditSearch;
import org.firewarden.ledger.store.LedgerContentKeys;
import org.firewarden.ledger.verify.ExportVerifier;
import org.firewarden.ledger.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Retention from outside: holds are placed and lifted by privacy officers, and nothing goes before its time. */
@Control("164.316(b)(2)")
class LegalHoldIT {

    private static Client audrey() {
        return Client.as("audrey", "user/AuditEvent.rs");
    }

    private static String parameters(Map<String, String> values) {
        ObjectNode body = Client.JSON.createObjectNode().put("resourceType", "Parameters");
        body.putArray("parameter");
        values.forEach((name, value) ->
                body.withArray("parameter").addObject().put("name", name).put("valueString", value));
        return body.toString();
    }

    private static Answer call(Client client, String operation, Map<String, String> values) {
        return client.post("/fhir/" + operation, parameters(values));
    }

    private static JsonNode parameter(JsonNode parameters, String name) {
        for (JsonNode parameter : parameters.path("parameter")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter;
            }
        }
        throw new AssertionError("no parameter " + name + " in " + parameters);
    }

    private static String place(String operation) {
        Answer placed = call(audrey(), operation, Map.of("reason", "Doe v. Hospital"));
        assertThat(placed.status()).as(placed::body).isEqualTo(200);
        return parameter(placed.json(), "id").path("valueString").asText();
    }

    private static void lift(String hold) {
        Answer lifted = call(audrey(), "$lift-legal-hold", Map.of("hold", hold, "reason", "Settled"));
        assertThat(lifted.status()).as(lifted::body).isEqualTo(200);
        assertThat(parameter(lifted.json(), "inForce").path("valueBoolean").asBoolean(true))
                .isFalse();
    }

    private static List<AuditEntry> holdEvents(String hold) {
        return RunningServer.bean(AuditEventTable.class)
                .page(AuditSearch.all().interaction(Set.of("legal-hold")), null, 100)
                .stream()
                .map(OpenedEvent::entry)
                .filter(entry -> hold.equals(entry.details().get("hold")))
                .toList();
    }

    @Test
    void aHoldIsPlacedAndLiftedAndBothAreInTheLedgerWithTheirReasons() {
        String hold = place("Patient/demo-pat/$place-legal-hold");
        Answer listed = audrey().get("/fhir/$legal-holds?patient=Patient/demo-pat");
        assertThat(listed.body()).contains(hold).doesNotContain("demo-pat", "Doe");
        assertThat(audrey().get("/fhir/$legal-holds?patient=demo-prevent").body())
                .doesNotContain(hold);
        lift(hold);

        List<AuditEntry> events = holdEvents(hold);
        assertThat(events).extracting(entry -> entry.details().get("change")).containsExactly("lifted", "placed");
        assertThat(events).allSatisfy(entry -> {
            assertThat(entry.fhirUser()).isEqualTo("Practitioner/audrey");
            assertThat(entry.patientIds()).isEmpty();
        });
        assertThat(events.get(1).context().sealedDetails().get("reason"))
                .satisfies(reason ->
                        assertThat(Objects.requireNonNull(reason).reveal()).isEqualTo("Doe v. Hospital"));
        assertThat(Client.as("pat", "patient/*.rs")
                        .get("/fhir/AuditEvent?patient=demo-pat&_count=200")
                        .body())
                .doesNotContain("legal-hold", hold);
    }

    @Test
    void onlyPrivacyOfficersHoldLiftListAndDispose() {
        String hold = place("$place-legal-hold");
        try {
            for (Client client : List.of(
                    Client.as("alice", "user/*.cruds"),
                    Client.as("rita", "user/*.rs"),
                    Client.as("pat", "patient/*.rs"),
                    Client.as("root", ""),
                    Client.loader(),
                    Client.as("audrey", "user/Task.rs"))) {
                for (String operation : List.of(
                        "$place-legal-hold",
                        "Patient/demo-pat/$place-legal-hold",
                        "$lift-legal-hold",
                        "$dispose-ledger",
                        "$legal-holds")) {
                    assertThat(call(client, operation, Map.of("hold", hold, "reason", "x"))
                                    .status())
                            .as(operation)
                            .isEqualTo(403);
                }
                assertThat(client.get("/audit/disposals").status()).isEqualTo(403);
            }
            assertThat(audrey().get("/fhir/$legal-holds").body()).contains(hold, "everything");
        } finally {
            lift(hold);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "$place-legal-hold, '', '', 400, operation-parameter",
        "$place-legal-hold, colour, red, 400, operation-parameter",
        "Patient/it-nobody/$place-legal-hold, reason, x, 404, not-found",
        "$lift-legal-hold, hold, nonsense, 400, operation-parameter",
        "$lift-legal-hold, hold, 0192f3a4-0000-7000-8000-000000000001, 400, operation-parameter",
        "$legal-holds, colour, red, 400, operation-parameter",
        "$dispose-ledger, before, nonsense, 400, operation-parameter",
        "$dispose-ledger, before, 2999-01-01, 422, retention"
    })
    void badInputIsRefusedWithAReason(String operation, String name, String value, int status, String code) {
        Answer answer = call(audrey(), operation, name.isEmpty() ? Map.of() : Map.of(name, value));

        assertThat(answer.status()).as(answer::body).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(code);
    }

    @Test
    void aHoldThatIsNotThereOrWasLiftedIsNotLifted() {
        assertThat(call(
                                audrey(),
                                "$lift-legal-hold",
                                Map.of("hold", UUID.randomUUID().toString(), "reason", "x"))
                        .status())
                .isEqualTo(404);
        String hold = place("$place-legal-hold");
        lift(hold);
        Answer again = call(audrey(), "$lift-legal-hold", Map.of("hold", hold, "reason", "x"));
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.problem()).isEqualTo("legal-hold-lifted");
        assertThat(holdEvents(hold)).hasSize(2);
    }

    @Test
    void noApiDeletesAnEventAndNoneIsDisposedOfBeforeItsTime() {
        String yesterday = Instant.now().minusSeconds(86_400).toString();
        Answer refused = call(audrey(), "$dispose-ledger", Map.of("before", yesterday));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/issue/0/details/text").asText()).contains("before its time");
        assertThat(audrey().delete("/fhir/AuditEvent/" + UUID.randomUUID()).status())
                .isEqualTo(405);
        for (String query : List.of("?first=-1", "?first=x", "?colour=red")) {
            assertThat(audrey().get("/audit/disposals" + query).status()).isEqualTo(400);
        }
    }

    @Test
    void afterItsTimeAPatientsPartIsGoneAndTheExportSaysSo() throws Exception {
        Client loader = Client.loader();
        for (String id : List.of("it-old", "it-held")) {
            assertThat(loader.put("/fhir/Patient/" + id, "{\"resourceType\": \"Patient\", \"id\": \"" + id + "\"}")
                            .status())
                    .isIn(200, 201);
        }
        makeOld("it-old", "it-held");
        String hold = place("Patient/it-held/$place-legal-hold");

        Answer disposed = call(audrey(), "$dispose-ledger", Map.of());

        assertThat(disposed.status()).as(disposed::body).isEqualTo(200);
        assertThat(parameter(disposed.json(), "held").path("valueInteger").asInt())
                .isEqualTo(1);
        SignedNote note = SignedNote.parse(
                parameter(disposed.json(), "certificate").path("valueString").asText());
        LogKeys keys = LogKeys.parse(audrey().get("/audit/keys").body());
        DisposalCertificate certificate = DisposalCertificate.parse(note.text());
        assertThat(keys.problemOf(note, certificate)).isEmpty();
        assertThat(certificate.held()).isEqualTo(1);
        assertThat(audrey().get("/audit/disposals").json().at("/certificates/0").asText())
                .isEqualTo(note.toString());
        byte[] export = audrey().get("/audit/export").body().getBytes(StandardCharsets.UTF_8);
        assertThat(new ExportVerifier(keys, false, 2, Set.copyOf(certificate.keys()))
                        .verify(new ByteArrayInputStream(export), List.of()))
                .isInstanceOf(Verdict.Holds.class);
        assertThat(erasedParts("it-old")).isPositive();
        assertThat(erasedParts("it-held")).isZero();
        lift(hold);
        assertThat(call(audrey(), "$dispose-ledger", Map.of()).json().toString())
                .contains("certificate", "firewarden ledger disposal");
    }

    /** Of the first event of the patient. */
    private static int erasedParts(String patient) {
        List<OpenedEvent> events =
                RunningServer.bean(AuditEventTable.class).page(AuditSearch.all().patient(Set.of(patient)), null, 100);
        return events.get(events.size() - 1).erasedParts();
    }

    /** What time does; the database lets nobody else do it. */
    private static void makeOld(String... patients) {
        JdbcTemplate jdbc = RunningServer.bean(JdbcTemplate.class);
        BlindIndex index = RunningServer.bean(BlindIndex.class);
        new TransactionTemplate(RunningServer.bean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            jdbc.execute("SET LOCAL session_replication_role = replica");
            for (String patient : patients) {
                assertThat(jdbc.update(
                                "UPDATE firewarden.ledger_content_key SET seals_until = now() - interval '7 years'"
                                        + " WHERE owner = ?",
                                (Object) index.owner(new Owner("patient", patient))))
                        .isPositive();
            }
        });
        RunningServer.bean(LedgerContentKeys.class).forget();
    }
}
