package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.firewarden.it.Client.Answer;
import org.firewarden.server.recommendation.RecommendationProjector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What becomes of a card after it was shown: FHIR, review by people, replay, export. */
class RecommendationIT {

    private static final String SERVICE = "/cds-services/prevent-risk";
    private static final String REVIEWED = "/cds-services/it-review";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @BeforeAll
    static void writeTheRecord() {
        PreventPatient.write();
    }

    @Test
    void aCardStandsInFhirSoonAfterAsRiskAssessmentWithProvenance() {
        String card = show(SERVICE);
        JsonNode assessment = awaitResource("RiskAssessment/" + card);

        assertThat(assessment.path("meta").path("security").toString()).contains("AIAST");
        assertThat(assessment.at("/subject/reference").asText()).isEqualTo("Patient/" + PreventPatient.ID);
        assertThat(assessment.at("/prediction/0/outcome/coding/0/code").asText())
                .isEqualTo("cvd");
        assertThat(assessment.at("/prediction/0/probabilityDecimal").asDouble()).isBetween(14.675, 14.685);
        assertThat(assessment.path("basis").toString())
                .contains(
                        "Observation/" + PreventPatient.ID + "-systolic",
                        "Condition/" + PreventPatient.ID + "-diabetes",
                        "MedicationRequest/" + PreventPatient.ID + "-lisinopril")
                .doesNotContain("160");
        String device = assessment.at("/performer/reference").asText();
        assertThat(device).isEqualTo("Device/model.prevent-base-10y-1.0.0");
        assertThat(alice().get("/fhir/" + device).status()).isEqualTo(200);
        assertThat(assessment.at("/performer/display").asText()).isEqualTo("prevent-base-10y 1.0.0");
        assertThat(assessment.at("/meta/versionId").asText()).isEqualTo("1");

        JsonNode provenance = awaitResource("Provenance/" + card);
        assertThat(provenance.at("/target/0/reference").asText()).isEqualTo("RiskAssessment/" + card);
        assertThat(provenance.at("/agent/0/who/display").asText()).isEqualTo("prevent-base-10y 1.0.0");
        assertThat(provenance.at("/agent/0/who/type").asText()).isEqualTo("Device");
        assertThat(provenance.path("meta").path("security").toString()).contains("AIAST");
    }

    @Test
    void whoMayNotSeeThePatientSeesNoRecommendation() {
        String card = show(SERVICE);
        awaitResource("RiskAssessment/" + card);
        Client pat = Client.as("pat", "patient/*.rs");
        assertThat(pat.get("/fhir/RiskAssessment/" + card).status()).isEqualTo(404);
        assertThat(pat.get("/fhir/Provenance/" + card).status()).isEqualTo(404);
        assertThat(Client.as("pat", "patient/*.rs")
                        .post("/fhir/RiskAssessment/" + card + "/$replay", "{\"resourceType\":\"Parameters\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whatWasComputedFromALabelledInputIsHiddenWithIt() {
        String diabetes = "/fhir/Condition/" + PreventPatient.ID + "-diabetes";
        String before = resource(diabetes.substring("/fhir/".length())).toString();
        String labelled = before.replaceFirst(
                "\\{",
                "{\"extension\": [{\"url\": \"urn:it\", \"valueCoding\": {\"system\": \"http://snomed.info/sct\","
                        + " \"code\": \"86406008\"}}],");
        PreventPatient.write("it-derived");
        String own = "/fhir/Condition/it-derived-diabetes";
        assertThat(Client.loader()
                        .put(own, labelled.replace(PreventPatient.ID, "it-derived"))
                        .status())
                .isEqualTo(200);
        String card = show(REVIEWED, "it-derived");
        for (String type : List.of("RiskAssessment", "Provenance", "Task")) {
            assertThat(awaitResource(type + "/" + card).at("/meta/security").toString())
                    .as(type)
                    .contains("HIV", "\"R\"", "AIAST");
        }
        assertThat(alice().get("/recommendations/" + card).status()).isEqualTo(200);
        Answer consent = Client.loader().put("/fhir/Consent/it-derived", """
                {"resourceType": "Consent", "id": "it-derived", "status": "active",
                 "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
                 "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                 "patient": {"reference": "Patient/it-derived"}, "policyRule": {"coding": [{"code": "OPTIN"}]},
                 "provision": {"type": "permit", "provision": [{"type": "deny", "securityLabel": [
                   {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "HIV"}]}]}}
                """);
        assertThat(consent.status()).as(consent::body).isEqualTo(201);
        for (String hidden : List.of(
                own,
                "/fhir/RiskAssessment/" + card,
                "/fhir/Provenance/" + card,
                "/fhir/Task/" + card,
                "/recommendations/" + card)) {
            assertThat(alice().get(hidden).status()).as(hidden).isEqualTo(404);
        }
        assertThat(confirm(alice(), card, "confirmed").status()).isEqualTo(404);
        assertThat(alice().post("/fhir/RiskAssessment/" + card + "/$replay", "{\"resourceType\": \"Parameters\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aTokenThatMayNotReadTheInputsDoesNotReadThePage() {
        String card = show(SERVICE);
        awaitResource("RiskAssessment/" + card);
        Client assessmentsOnly = Client.as("alice", "user/RiskAssessment.rs");
        assertThat(assessmentsOnly.get("/fhir/RiskAssessment/" + card).status()).isEqualTo(200);
        assertThat(assessmentsOnly.get("/recommendations/" + card).status()).isEqualTo(404);
    }

    @Test
    void aCardOfAnEhrWithARecordOfItsOwnIsWrittenToNobodysChart() {
        String card = show(SERVICE);
        RunningServer.bean(JdbcTemplate.class)
                .update(
                        "UPDATE firewarden.recommendation SET issuer = 'https://elsewhere.example' WHERE card_uuid = ?",
                        UUID.fromString(card));
        assertThat(alice().get("/recommendations/" + card).status()).isEqualTo(404);
    }

    @Test
    void nobodyRewritesWhatAModelSaid() {
        String card = show(SERVICE);
        String said = awaitResource("RiskAssessment/" + card).toString();
        Answer changed = Client.loader().put("/fhir/RiskAssessment/" + card, said.replace("final", "cancelled"));
        assertThat(changed.status()).isEqualTo(403);
        assertThat(Client.loader().delete("/fhir/RiskAssessment/" + card).status())
                .isEqualTo(403);
        assertThat(Client.loader().delete("/fhir/Provenance/" + card).status()).isEqualTo(403);
    }

    @Test
    void whatWasShownWhileTheProjectorWasAwayIsWrittenOnceWhenItIsBack() {
        RecommendationProjector projector = RunningServer.bean(RecommendationProjector.class);
        projector.stop();
        List<String> cards = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            cards.add(show(SERVICE));
        }
        assertThat(alice().get("/fhir/RiskAssessment/" + cards.get(0)).status()).isEqualTo(404);
        projector.start();
        for (String card : cards) {
            assertThat(awaitResource("RiskAssessment/" + card)
                            .at("/meta/versionId")
                            .asText())
                    .isEqualTo("1");
        }
        assertThat(RunningServer.bean(JdbcTemplate.class)
                        .queryForObject(
                                "SELECT count(*) FROM firewarden.recommendation_projection WHERE card_uuid IN (?, ?, ?)",
                                Integer.class,
                                cards.stream().map(UUID::fromString).toArray()))
                .isZero();
    }

    @Test
    void aPastRecommendationIsComputedAgainBitForBit() {
        String card = show(SERVICE);
        for (Client who : List.of(alice(), Client.as("audrey", "user/AuditEvent.rs"))) {
            Answer replay = who.post("/fhir/RiskAssessment/" + card + "/$replay", "{\"resourceType\": \"Parameters\"}");
            assertThat(replay.status()).as(replay::body).isEqualTo(200);
            assertThat(parameter(replay, "identical").path("valueBoolean").asBoolean())
                    .isTrue();
            assertThat(parameter(replay, "version").path("valueString").asText())
                    .isEqualTo("1.0.0");
            assertThat(replay.body()).doesNotContain("14.6", "0.146", PreventPatient.ID);
        }
        assertThat(alice().post("/fhir/RiskAssessment/" + UUID.randomUUID() + "/$replay", "{}")
                        .status())
                .isIn(400, 404);
    }

    @Test
    void whoMaySeeThePatientMaySeeHowItWasComputed() {
        String card = show(SERVICE);
        Answer page = alice().get("/recommendations/" + card);
        assertThat(page.status()).as(page::body).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body())
                .contains("<html lang=\"en\">", "scope=\"col\"", "<caption>", "14.68 %", "prevent-base-10y", "AIAST")
                .contains("Observation/" + PreventPatient.ID + "-systolic")
                .doesNotContain("<script");
        assertThat(Client.anonymous().get("/recommendations/" + card).status()).isEqualTo(401);
        assertThat(Client.as("pat", "patient/*.rs")
                        .get("/recommendations/" + card)
                        .status())
                .isEqualTo(404);
        assertThat(alice().get("/recommendations/" + UUID.randomUUID()).status())
                .isEqualTo(404);
    }

    @Test
    void aHighRiskRecommendationIsConfirmedByTwoDifferentPeople() {
        String card = show(REVIEWED);
        JsonNode task = awaitResource("Task/" + card);
        assertThat(task.path("status").asText()).isEqualTo("requested");
        assertThat(task.at("/focus/reference").asText()).isEqualTo("RiskAssessment/" + card);

        assertThat(confirm(alice(), card, "nonsense").status()).isEqualTo(400);
        Answer first = confirm(alice(), card, "confirmed");
        assertThat(first.status()).as(first::body).isEqualTo(200);
        assertThat(parameter(first, "outcome").path("valueCode").asText()).isEqualTo("open");
        Answer again = confirm(alice(), card, "confirmed");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem()).isEqualTo("already-decided");
        assertThat(confirm(Client.as("pat", "patient/*.rs"), card, "confirmed").status())
                .isEqualTo(403);

        assertThat(resource("Task/" + card).path("status").asText()).isEqualTo("in-progress");
        assertThat(Client.loader()
                        .put(
                                "/fhir/Task/" + card,
                                resource("Task/" + card).toString().replace("in-progress", "completed"))
                        .status())
                .isEqualTo(403);

        Client cody = Client.as("cody", "user/*.cruds");
        assertThat(parameter(confirm(cody, card, "confirmed"), "outcome")
                        .path("valueCode")
                        .asText())
                .isEqualTo("confirmed");
        assertThat(resource("Task/" + card).path("status").asText()).isEqualTo("completed");
    }

    @Test
    void feedbackIsExportedForWhoEvaluatesTheServices() {
        String card = show(SERVICE);
        String feedback = SERVICE + "/feedback";
        assertThat(Client.ehr(feedback)
                        .post(feedback, "application/json", """
                                {"feedback": [{"card": "%s", "outcome": "overridden", "outcomeTimestamp": "2026-11-21T10:00:00Z",
                                  "overrideReason": {"reason": {"code": "data-wrong"}, "userComment": "=1+1"}}]}
                                """.formatted(card))
                        .status())
                .isEqualTo(200);
        Answer whole = Client.as("audrey", "user/AuditEvent.rs").get("/fhir/$cds-feedback");
        assertThat(whole.status()).as(whole::body).isEqualTo(200);
        assertThat(whole.header("Content-Type")).startsWith("text/csv");
        assertThat(line(whole, card))
                .contains("prevent-risk", "prevent-base-10y,1.0.0", "overridden", "data-wrong", "Practitioner/alice")
                .endsWith("'=1+1")
                .doesNotContain(PreventPatient.ID);
        Answer codes = Client.as("sofia", "user/Device.rs").get("/fhir/$cds-feedback?start=2020-01-01");
        assertThat(codes.status()).as(codes::body).isEqualTo(200);
        assertThat(line(codes, card)).contains("data-wrong").doesNotContain("1+1");
        String typed = show(SERVICE);
        Client.ehr(feedback).post(feedback, "application/json", """
                {"feedback": [{"card": "%s", "outcome": "overridden", "outcomeTimestamp": "2026-11-21T10:00:00Z",
                  "overrideReason": {"reason": {"code": "Ann Smith, SSN 999-12-3456", "system": "http://x.example/Ann-Smith"}}}]}
                """.formatted(typed));
        assertThat(line(Client.as("sofia", "user/Device.rs").get("/fhir/$cds-feedback"), typed))
                .contains("other,other")
                .doesNotContain("Ann", "999-12-3456");
        assertThat(alice().get("/fhir/$cds-feedback").status()).isEqualTo(403);
        Answer backwards =
                Client.as("sofia", "user/Device.rs").get("/fhir/$cds-feedback?start=2026-01-02&end=2026-01-01");
        assertThat(backwards.status()).as(backwards::body).isEqualTo(400);
        assertThat(backwards.problem()).isEqualTo("period-invalid");
    }

    @Test
    void aBrowserBasedEhrMayCallFromARegisteredOriginOnly() {
        for (String origin : List.of("http://127.0.0.1:9876", "https://evil.example")) {
            Client browser = Client.anonymous();
            Answer preflight = browser.send(browser.request(SERVICE)
                    .header("Origin", origin)
                    .header("Access-Control-Request-Method", "POST")
                    .header("Access-Control-Request-Headers", "authorization,content-type")
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
            boolean isRegistered = origin.startsWith("http://127");
            assertThat(preflight.status()).isEqualTo(isRegistered ? 200 : 403);
            assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(isRegistered ? origin : "");
        }
        Client ehr = Client.ehr(SERVICE);
        Answer answer = ehr.send(ehr.request(SERVICE)
                .header("Origin", "http://127.0.0.1:9876")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(hook())));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("http://127.0.0.1:9876");
    }

    private static Client alice() {
        return Client.as("alice", "user/*.cruds");
    }

    private static String hook() {
        return hook(PreventPatient.ID);
    }

    private static String hook(String patient) {
        return """
               {"hook": "patient-view", "hookInstance": "%s",
                "context": {"userId": "Practitioner/alice", "patientId": "%s"}}
               """.formatted(UUID.randomUUID(), patient);
    }

    private static String show(String service) {
        return show(service, PreventPatient.ID);
    }

    private static String show(String service, String patient) {
        Answer answer = Client.ehr(service).post(service, "application/json", hook(patient));
        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        String card = answer.json().at("/cards/0/uuid").asText();
        assertThat(card).as(answer::body).isNotEmpty();
        return card;
    }

    private static Answer confirm(Client who, String card, String decision) {
        return who.post("/fhir/Task/" + card + "/$confirm", """
                {"resourceType": "Parameters", "parameter": [{"name": "decision", "valueCode": "%s"},
                  {"name": "comment", "valueString": "Looked at it."}]}
                """.formatted(decision));
    }

    private static JsonNode parameter(Answer answer, String name) {
        for (JsonNode parameter : answer.json().path("parameter")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter;
            }
        }
        throw new AssertionError("no parameter " + name + " in " + answer.body());
    }

    private static String line(Answer csv, String card) {
        return csv.body()
                .lines()
                .filter(line -> line.contains(card))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode resource(String reference) {
        Answer answer = alice().get("/fhir/" + reference);
        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode awaitResource(String reference) {
        Instant deadline = Instant.now().plus(PATIENCE);
        Client alice = alice();
        while (Instant.now().isBefore(deadline)) {
            Answer answer = alice.get("/fhir/" + reference);
            if (answer.status() == 200) {
                return answer.json();
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        throw new AssertionError(reference + " did not appear");
    }
}
