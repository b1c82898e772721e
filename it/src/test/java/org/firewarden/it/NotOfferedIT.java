package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.firewarden.ledger.search.AuditEventTable;
import org.firewarden.ledger.search.AuditSearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HAPI's own bulk export and import, GraphQL and Subscriptions are closed for everybody; who asks learns what is open instead. */
@Control("164.312(a)(1)")
class NotOfferedIT {

    /** Whoever has a token. */
    private static List<Client> everybody() {
        return List.of(
                Client.as("alice", "user/*.cruds"),
                Client.as("rita", "user/*.rs"),
                Client.as("pat", "patient/*.rs"),
                Client.loader());
    }

    @ParameterizedTest
    @CsvSource({
        "/fhir/Observation/$export, bulk-data-not-offered, $deidentify",
        "/fhir/Patient/demo-prevent/$export, bulk-data-not-offered, $deidentify",
        "/fhir/Group/$export, bulk-data-not-offered, $deidentify",
        "/fhir/$export-poll-status?_jobId=1, bulk-data-not-offered, $deidentify",
        "/fhir/$import, bulk-data-not-offered, $deidentify",
        "/fhir/$graphql?query=%7BPatientList%7Bid%7D%7D, graphql-not-offered, _include",
        "/fhir/Patient/demo-prevent/$graphql?query=%7Bid%7D, graphql-not-offered, _include",
        "/fhir/Subscription/s/$get-ws-binding-token, subscription-not-offered, _lastUpdated",
        "/fhir/Subscription/s/$events, subscription-not-offered, _lastUpdated"
    })
    void whoAsksForItLearnsWhatIsOpenInstead(String path, String code, String instead) {
        assertThat(Client.anonymous().get(path).status()).isEqualTo(401);
        for (Client client : everybody()) {
            for (Answer answer : List.of(
                    client.get(path), client.post(path, "{\"resourceType\": \"Parameters\"}"), search(client, path))) {
                assertNotOffered(answer, code, instead);
            }
        }
    }

    /** As a bulk data client asks. */
    private static Answer search(Client client, String path) {
        return client.send(
                client.request(path).header("Prefer", "respond-async").GET());
    }

    private static void assertNotOffered(Answer answer, String code, String instead) {
        assertThat(answer.status()).as(answer::body).isEqualTo(403);
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(answer.json().at("/issue/0/code").asText()).isEqualTo("not-supported");
        assertThat(answer.problem()).isEqualTo(code);
        assertThat(answer.json().at("/issue/0/details/text").asText()).contains(instead);
        assertThat(answer.header("Content-Location")).isEmpty();
    }

    @Test
    void nobodySubscribes() {
        String subscription = """
                {"resourceType": "Subscription", "id": "s", "status": "requested", "reason": "x", "criteria": "Patient?",
                 "channel": {"type": "websocket"}}
                """;
        for (Client client : everybody()) {
            assertNotOffered(
                    client.post("/fhir/Subscription", subscription), "subscription-not-offered", "_lastUpdated");
            assertNotOffered(
                    client.put("/fhir/Subscription/s", subscription), "subscription-not-offered", "_lastUpdated");
            assertNotOffered(client.delete("/fhir/Subscription/s"), "subscription-not-offered", "_lastUpdated");
        }
    }

    @Test
    void theCapabilityStatementHoldsNothingOfIt() {
        JsonNode statement = Client.anonymous().get("/fhir/metadata").json();

        assertThat(statement.at("/rest/0/resource")).hasSizeGreaterThan(100);
        for (JsonNode resource : statement.at("/rest/0/resource")) {
            assertThat(resource.path("type").asText()).isNotEqualTo("Subscription");
        }
        assertThat(statement.toString()).doesNotContainIgnoringCase("graphql");
        assertThat(statement.findValuesAsText("name")).doesNotContain("import", "graphql");
        assertThat(statement.toString()).doesNotContain("capabilitystatement-websocket", "export-poll-status");
    }

    @Test
    void theAttemptIsInTheLedger() {
        Client alice = Client.as("alice", "user/*.rs");
        alice.send(alice.request("/fhir/$export")
                .header("X-Request-Id", "it-not-offered")
                .GET());

        assertThat(RunningServer.bean(AuditEventTable.class)
                        .page(AuditSearch.all().entity(Set.of("it-not-offered")), null, 10))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.entry().outcome()).isNotEqualTo(AuditOutcome.SUCCESS);
                    assertThat(event.entry().httpStatus()).isEqualTo(403);
                    assertThat(event.entry().denialReason()).isNotNull();
                });
    }
}
