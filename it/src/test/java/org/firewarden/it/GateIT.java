package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways around the gate that a caller would try. */
@Control("164.312(a)(1)")
class GateIT {

    private static final String DENIED = "/fhir/Patient/demo-denied";
    private static final String ABSENT = "/fhir/Patient/demo-absent";

    @Test
    void withoutATokenNothingIsAnswered() {
        Answer answer = Client.anonymous().get("/fhir/Patient/demo-prevent");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/fhir/metadata", "/fhir/.well-known/smart-configuration", "/cds-services", "/actuator/health"})
    void whatIsForEverybodyNeedsNoToken(String path) {
        assertThat(Client.anonymous().get(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/swagger-ui/index.html",
                "/v3/api-docs",
                "/fhir/swagger-ui/",
                "/mcp/messages",
                "/tester",
                "/actuator/env",
                "/actuator/heapdump",
                "/h2-console",
                "/console"
            })
    void whatOthersExposeIsNotHere(String path) {
        assertThat(Client.anonymous().get(path).status()).isIn(401, 403, 404);
        assertThat(Client.as("alice", "user/*.rs").get(path).status()).isIn(401, 403, 404);
    }

    @Test
    void aClinicianReadsWithTheScopeAndNotWithoutIt() {
        assertThat(Client.as("alice", "user/Patient.rs")
                        .get("/fhir/Patient/demo-prevent")
                        .status())
                .isEqualTo(200);
        Answer refused = Client.as("alice", "user/Patient.rs").get("/fhir/Observation?patient=demo-prevent");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("insufficient-scope");
    }

    @Test
    void aPatientReadsTheOwnRecordAndNoOther() {
        Client pat = Client.as("pat", "patient/*.rs");

        assertThat(pat.get("/fhir/Patient/demo-pat").status()).isEqualTo(200);
        assertThat(pat.get("/fhir/Patient/demo-prevent").status()).isEqualTo(404);
        assertThat(entries(pat.get("/fhir/Observation?_count=5"))).isNotEmpty();
        assertThat(pat.get("/fhir/Observation?patient=demo-prevent").status()).isEqualTo(403);
        assertThat(pat.get("/fhir/Observation?patient=demo-absent").status()).isEqualTo(403);
        assertThat(entries(pat.get("/fhir/Patient"))).hasSize(1);
    }

    @Test
    void deniedLooksLikeAbsent() {
        Client payer = Client.as("alice", "user/*.rs", "HPAYMT");
        Answer denied = payer.get(DENIED);
        Answer absent = payer.get(ABSENT);

        assertThat(denied.status()).isEqualTo(404);
        assertThat(denied.body().replaceAll("X-Request-Id: [^\"]*", ""))
                .isEqualTo(absent.body().replaceAll("X-Request-Id: [^\"]*", ""));
        assertThat(denied.response().headers().map().keySet())
                .isEqualTo(absent.response().headers().map().keySet());
        assertThat(payer.get(DENIED + "/_history").status())
                .isEqualTo(payer.get(ABSENT + "/_history").status());
        assertThat(payer.get(DENIED + "/$everything").body()).doesNotContain("Mares");
    }

    @Test
    void aDenyingConsentHidesTheWholeRecordFromPurposesThatAreNotTreatment() {
        Client payer = Client.as("alice", "user/*.rs", "HPAYMT");

        assertThat(payer.get("/fhir/Patient?family=Mares").body()).doesNotContain("Patricio", "\"total\"");
        assertThat(entries(payer.get("/fhir/Condition?patient=demo-denied"))).isEmpty();
        assertThat(Client.as("alice", "user/*.rs").get(DENIED).status()).isEqualTo(200);
    }

    @Test
    void aChangedConsentHoldsForTheNextRequest() {
        Client loader = Client.loader();
        Client cody = Client.as("cody", "user/*.rs");
        loader.put("/fhir/Patient/it-changed", "{\"resourceType\":\"Patient\",\"id\":\"it-changed\"}");
        String consent = """
                {"resourceType": "Consent", "id": "it-changed", "status": "%s",
                 "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope",
                                       "code": "patient-privacy"}]},
                 "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                 "patient": {"reference": "Patient/it-changed"},
                 "provision": {"type": "deny", "actor": [{"role": {"text": "clinician"},
                                                          "reference": {"reference": "Practitioner/cody"}}]}}
                """;

        assertThat(cody.get("/fhir/Patient/it-changed").status()).isEqualTo(200);
        assertThat(loader.put("/fhir/Consent/it-changed", consent.formatted("active"))
                        .status())
                .isEqualTo(201);
        assertThat(cody.get("/fhir/Patient/it-changed").status()).isEqualTo(404);
        assertThat(Client.as("alice", "user/*.rs")
                        .get("/fhir/Patient/it-changed")
                        .status())
                .isEqualTo(200);
        assertThat(loader.put("/fhir/Consent/it-changed", consent.formatted("inactive"))
                        .status())
                .isEqualTo(200);
        assertThat(cody.get("/fhir/Patient/it-changed").status()).isEqualTo(200);
    }

    @Test
    void aConsentThatCannotBeHonouredIsNotStored() {
        Answer answer = Client.loader().put("/fhir/Consent/it-nested", """
                        {"resourceType": "Consent", "id": "it-nested", "status": "active",
                         "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope",
                                               "code": "patient-privacy"}]},
                         "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                         "patient": {"reference": "Patient/demo-prevent"},
                         "provision": {"type": "permit", "provision": [{"type": "deny"}]}}
                        """);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("consent-contradiction");
        assertThat(Client.loader().get("/fhir/Consent/it-nested").status()).isEqualTo(404);
    }

    @Test
    void nobodyWritesTheAuditTrail() {
        Client loader = Client.loader();
        String event = "{\"resourceType\":\"AuditEvent\",\"id\":\"x\"}";
        String transaction = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":" + event
                + ",\"request\":{\"method\":\"POST\",\"url\":\"AuditEvent\"}}]}";

        assertThat(loader.post("/fhir/AuditEvent", event).status()).isEqualTo(405);
        assertThat(loader.put("/fhir/AuditEvent/x", event).status()).isEqualTo(405);
        assertThat(loader.delete("/fhir/AuditEvent/x").status()).isEqualTo(405);
        assertThat(loader.post("/fhir", transaction).status()).isEqualTo(405);
    }

    @Test
    void theAuditTrailIsForAuditorsOnly() {
        assertThat(Client.as("audrey", "user/AuditEvent.rs")
                        .get("/fhir/AuditEvent?_count=1")
                        .status())
                .isEqualTo(200);
        assertThat(Client.as("alice", "user/*.rs")
                        .get("/fhir/AuditEvent?_count=1")
                        .status())
                .isEqualTo(403);
        assertThat(Client.loader().get("/fhir/AuditEvent?_count=1").status()).isEqualTo(403);
    }

    static Iterable<JsonNode> entries(Answer answer) {
        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        return answer.json().path("entry");
    }
}
