package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The loop as its users walk it: record, gate, recommendation, feedback, audit, de-identification. */
class LoopIT {

    private static final String SERVICE = "/cds-services/prevent-cvd-risk";

    @BeforeAll
    static void writeTheRecord() {
        PreventPatient.write();
    }

    private static Answer callHook(String correlationId) {
        Client ehr = Client.ehr(SERVICE);
        return ehr.send(ehr.request(SERVICE)
                .header("Content-Type", "application/json")
                .header("X-Request-Id", correlationId)
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
                         "context": {"userId": "Practitioner/alice", "patientId": "%s"}}
                        """.formatted(PreventPatient.ID))));
    }

    @Test
    void anEhrGetsThePublishedRiskOnACard() {
        Answer answer = callHook("loop-card");

        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        JsonNode card = answer.json().path("cards").path(0);
        assertThat(card.path("summary").asText()).contains("14.7%").hasSizeLessThan(140);
        assertThat(card.path("detail").asText()).contains("14.7%", "8.1%", "5.4%", "160 mmHg", "200 mg/dL");
        assertThat(card.path("source").path("label").asText()).isNotEmpty();
        assertThat(card.path("uuid").asText()).isNotEmpty();
        String link = card.path("links").path(0).path("url").asText();
        assertThat(Client.anonymous()
                        .get(link.substring(RunningServer.base().length()))
                        .body())
                .contains("PREVENT", "10.1161/CIRCULATIONAHA.123.067626");
    }

    @Test
    void whatTheClinicianDidIsKept() {
        String card = callHook("loop-feedback").json().at("/cards/0/uuid").asText();
        String feedback = """
                {"feedback": [{"card": "%s", "outcome": "overridden", "outcomeTimestamp": "2026-11-21T10:00:00Z",
                  "overrideReason": {"reason": {"system": "https://firewarden.org/cds/override-reason",
                                                "code": "already-addressed"}, "userComment": "On it."}}]}
                """.formatted(card);

        assertThat(Client.ehr(SERVICE + "/feedback")
                        .post(SERVICE + "/feedback", "application/json", feedback)
                        .status())
                .isEqualTo(200);
        assertThat(Client.ehr(SERVICE + "/feedback")
                        .post(
                                SERVICE + "/feedback",
                                "application/json",
                                feedback.replace(card, "00000000-0000-4000-8000-000000000000"))
                        .status())
                .isEqualTo(404);

        Map<String, Object> row = RunningServer.bean(JdbcTemplate.class)
                .queryForMap(
                        "SELECT f.outcome, f.model_version, f.issuer, r.user_id AS shown_to FROM firewarden.cds_feedback f"
                                + " JOIN firewarden.recommendation r USING (card_uuid) WHERE card_uuid = CAST(? AS uuid)",
                        card);
        assertThat(row)
                .containsEntry("outcome", "overridden")
                .containsEntry("model_version", "1.0.0")
                .containsEntry("issuer", "demo-ehr")
                .containsEntry("shown_to", "Practitioner/alice");
        assertThat(events("agent=demo-ehr")).anySatisfy(event -> {
            assertThat(event.at("/subtype/0/code").asText()).isEqualTo("cds-feedback");
            assertThat(event.toString()).contains(card, "overridden");
        });
    }

    @Test
    void theUseOfAVersionIsCountedInTheMetricsOfItAndNobody() {
        double calls = metric("calls_total", "");
        double cards = metric("cards_total", "");
        double latencies = metric("latency_seconds_count", "");
        double others = metric("overridden_total", "reason=\"other\",");
        String card = callHook("loop-metrics").json().at("/cards/0/uuid").asText();
        assertThat(Client.ehr(SERVICE + "/feedback")
                        .post(SERVICE + "/feedback", "application/json", """
                                {"feedback": [{"card": "%s", "outcome": "overridden",
                                  "outcomeTimestamp": "2026-11-21T10:00:00Z", "overrideReason": {"reason":
                                    {"system": "urn:it", "code": "loop-metrics-of-mrs-miller"}}}]}
                                """.formatted(card))
                        .status())
                .isEqualTo(200);

        assertThat(metric("calls_total", "")).isEqualTo(calls + 1);
        assertThat(metric("cards_total", "")).isEqualTo(cards + 1);
        assertThat(metric("latency_seconds_count", "")).isEqualTo(latencies + 1);
        assertThat(metric("overridden_total", "reason=\"other\",")).isEqualTo(others + 1);
        assertThat(metrics()).doesNotContain("mrs-miller", PreventPatient.ID);
    }

    private static double metric(String name, String labels) {
        String line = "firewarden_model_" + name + "{application=\"firewarden\",model=\"prevent-base-10y\"," + labels
                + "version=\"1.0.0\"} ";
        return metrics()
                .lines()
                .filter(each -> each.startsWith(line))
                .mapToDouble(each -> Double.parseDouble(each.substring(line.length())))
                .sum();
    }

    private static String metrics() {
        return Client.as("root", "").get("/actuator/prometheus").body();
    }

    @Test
    void everythingIsInTheAuditTrail() {
        Client alice = Client.as("alice", "user/*.rs");
        alice.get("/fhir/Patient/" + PreventPatient.ID);
        callHook("loop-audit");
        Client pat = Client.as("pat", "patient/*.rs");
        pat.get("/fhir/Patient/" + PreventPatient.ID);

        List<JsonNode> events = events("patient=Patient/" + PreventPatient.ID);
        assertThat(events)
                .anySatisfy(event -> {
                    assertThat(event.at("/subtype/0/code").asText()).isEqualTo("read");
                    assertThat(event.path("outcome").asText()).isEqualTo("0");
                    assertThat(event.at("/agent/0/who/reference").asText()).isEqualTo("Practitioner/alice");
                    assertThat(event.at("/purposeOfEvent/0/coding/0/code").asText())
                            .isEqualTo("TREAT");
                })
                .anySatisfy(event -> {
                    assertThat(event.at("/subtype/0/code").asText()).isEqualTo("cds-call");
                    assertThat(event.toString()).contains("loop-audit", "prevent-base-10y", "model-sha256");
                })
                .anySatisfy(event -> {
                    assertThat(event.path("outcome").asText()).isEqualTo("4");
                    assertThat(event.path("outcomeDesc").asText()).isEqualTo("outside-compartment");
                    assertThat(event.at("/agent/0/who/reference").asText()).isEqualTo("Patient/demo-pat");
                });
        assertThat(events("agent=Patient/demo-pat&outcome=4")).isNotEmpty();
        assertThat(events("patient=" + PreventPatient.ID + "&date=lt2020-01-01"))
                .isEmpty();
        assertThat(events("agent=Practitioner/alice&date=ge2020-01-01")).isNotEmpty();
    }

    @Test
    void theAuditTrailIsReadPageByPage() {
        Client audrey = Client.as("audrey", "user/AuditEvent.rs");
        JsonNode first = audrey.get("/fhir/AuditEvent?_count=2").json();
        String next = StreamSupport.stream(first.path("link").spliterator(), false)
                .filter(link -> link.path("relation").asText().equals("next"))
                .findFirst()
                .orElseThrow()
                .path("url")
                .asText();
        JsonNode second =
                audrey.get(next.substring(RunningServer.base().length())).json();
        String id = first.at("/entry/0/resource/id").asText();

        assertThat(first.path("entry")).hasSize(2);
        assertThat(second.path("entry")).hasSize(2);
        assertThat(audrey.get("/fhir/AuditEvent/" + id).json().path("id").asText())
                .isEqualTo(id);
    }

    private static List<JsonNode> events(String query) {
        Answer answer = Client.as("audrey", "user/AuditEvent.rs").get("/fhir/AuditEvent?_count=200&" + query);
        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        List<JsonNode> events = new ArrayList<>();
        answer.json().path("entry").forEach(entry -> events.add(entry.path("resource")));
        return events;
    }
}
