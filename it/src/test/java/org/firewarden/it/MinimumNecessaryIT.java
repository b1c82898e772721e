package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.stream.Stream;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a billing office and a quality office must not see is nowhere in what they get, whichever way they ask; and they write
 * over nothing that they cannot see.
 */
@Control({"164.502(b)", "164.514(d)"})
class MinimumNecessaryIT {

    private static final List<String> HIDDEN_FROM_BILLING = List.of(
            "555-7001",
            "mn-telecom",
            "Narramn",
            "Contactmn",
            "Maritalmn",
            "Extmn",
            "Timemn",
            "Notemn",
            "Evidencemn",
            "Containedmn",
            "Displaymn",
            "Oldnarramn");

    private static final List<String> HIDDEN_FROM_QUALITY = List.of(
            "555-7001",
            "mn-telecom",
            "Narramn",
            "Contactmn",
            "Maritalmn",
            "Extmn",
            "Timemn",
            "Notemn",
            "Evidencemn",
            "Containedmn",
            "Displaymn",
            "Familymn",
            "Givenmn",
            "MRN-mn",
            "Streetmn",
            "Oldnarramn",
            "Oldfamilymn");

    private static final String PATIENT = """
            {"resourceType": "Patient", "id": "it-mn",
             "text": {"status": "generated", "div": "<div xmlns=\\"http://www.w3.org/1999/xhtml\\">%1$s</div>"},
             "extension": [{"url": "http://example.org/x", "valueString": "Extmn"}],
             "identifier": [{"system": "http://example.org/mrn", "value": "MRN-mn"}],
             "name": [{"family": "%2$s", "given": ["Givenmn"]}],
             "telecom": [{"system": "phone", "value": "555-7001",
                          "extension": [{"url": "http://example.org/y", "valueString": "mn-telecom"}]}],
             "gender": "female", "birthDate": "1971-03-04",
             "_birthDate": {"extension": [{"url": "http://example.org/time", "valueString": "Timemn"}]},
             "address": [{"line": ["Streetmn 1"], "state": "MA", "postalCode": "01001"}],
             "maritalStatus": {"text": "Maritalmn"},
             "contact": [{"name": {"family": "Contactmn"}}]}
            """;

    private static final String CONDITION = """
            {"resourceType": "Condition", "id": "it-mn-condition",
             "contained": [{"resourceType": "Patient", "id": "c", "name": [{"family": "Containedmn"}]}],
             "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical",
                                            "code": "active"}]},
             "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "E11.9"}]},
             "subject": {"reference": "Patient/it-mn", "display": "Displaymn"},
             "asserter": {"reference": "#c"},
             "evidence": [{"code": [{"text": "Evidencemn"}]}],
             "note": [{"text": "Notemn"}]}
            """;

    private static final String CLAIM = """
            {"resourceType": "Claim", "id": "%1$s", "status": "active", "use": "claim", "created": "2026-01-02",
             "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/claim-type", "code": "professional"}]},
             "patient": {"reference": "Patient/it-mn"%2$s}, "provider": {"reference": "Practitioner/alice"},
             "priority": {"coding": [{"code": "normal"}]},
             "insurance": [{"sequence": 1, "focal": true, "coverage": {"display": "Self pay"}}]}
            """;

    @BeforeAll
    static void writeTheRecord() {
        Client loader = Client.loader();
        for (Answer answer : List.of(
                loader.put("/fhir/Patient/it-mn", PATIENT.formatted("Oldnarramn", "Oldfamilymn")),
                loader.put("/fhir/Patient/it-mn", PATIENT.formatted("Narramn", "Familymn")),
                loader.put("/fhir/Condition/it-mn-condition", CONDITION))) {
            assertThat(answer.status()).as(answer::body).isIn(200, 201);
        }
    }

    private static Client bill() {
        return Client.as("bill", "user/*.cruds");
    }

    private static Client quinn() {
        return Client.as("quinn", "user/*.cruds");
    }

    static Stream<Arguments> readsAndWhatTheyMustShow() {
        String everything = "/fhir/Patient/it-mn/$everything?_count=50";
        return Stream.of(
                Arguments.of("/fhir/Patient/it-mn", "1971-03-04"),
                Arguments.of("/fhir/Patient/it-mn/_history/2", "1971-03-04"),
                Arguments.of("/fhir/Patient/it-mn/_history", "1971-03-04"),
                Arguments.of("/fhir/Patient?_id=it-mn", "1971-03-04"),
                Arguments.of("/fhir/Patient?_id=it-mn&_elements=telecom,birthDate,name,contact", "1971-03-04"),
                Arguments.of("/fhir/Patient?_id=it-mn&_summary=text", "it-mn"),
                Arguments.of("/fhir/Patient?_id=it-mn&_summary=true", "1971-03-04"),
                Arguments.of("/fhir/Patient?_id=it-mn&_revinclude=Condition:patient", "E11.9"),
                Arguments.of("/fhir/Condition?_id=it-mn-condition&_include=Condition:patient", "1971-03-04"),
                Arguments.of("/fhir/Condition/it-mn-condition", "E11.9"),
                Arguments.of(everything, "E11.9"));
    }

    @ParameterizedTest
    @MethodSource("readsAndWhatTheyMustShow")
    void whatIsHiddenIsInNoAnswer(String path, String shown) {
        Answer billing = bill().get(path);
        Answer quality = quinn().get(path);

        assertThat(billing.status()).as(billing::body).isEqualTo(200);
        assertThat(billing.body()).contains(shown).doesNotContain(HIDDEN_FROM_BILLING);
        assertThat(quality.status()).as(quality::body).isEqualTo(200);
        assertThat(quality.body()).contains(shown).doesNotContain(HIDDEN_FROM_QUALITY);
    }

    @Test
    void aBatchIsNoWayAround() {
        String batch = """
                {"resourceType": "Bundle", "type": "batch", "entry": [
                  {"request": {"method": "GET", "url": "Patient/it-mn"}},
                  {"request": {"method": "GET", "url": "Patient/it-mn/_history/1"}},
                  {"request": {"method": "GET", "url": "Patient?_id=it-mn&_revinclude=Condition:patient"}},
                  {"request": {"method": "GET", "url": "Condition/it-mn-condition"}}]}
                """;
        Answer answer = quinn().post("/fhir", batch);

        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        assertThat(answer.body()).contains("1971-03-04", "E11.9").doesNotContain(HIDDEN_FROM_QUALITY);
    }

    @Test
    void theAnswerSaysThatItIsNotAllThereIs() {
        JsonNode patient = bill().get("/fhir/Patient/it-mn").json();

        assertThat(patient.at("/meta/tag/0/code").asText()).isEqualTo("SUBSETTED");
        assertThat(patient.path("meta").path("security").toString()).contains("REDACTED");
        assertThat(patient.at("/telecom/0/extension/0/valueCode").asText()).isEqualTo("masked");
        assertThat(patient.at("/name/0/family").asText()).isEqualTo("Familymn");
        assertThat(quinn().get("/fhir/Patient/it-mn")
                        .json()
                        .at("/name/0/extension/0/valueCode")
                        .asText())
                .isEqualTo("masked");
    }

    @Test
    void thoseWhoTreatSeeTheWholeRecord() {
        Answer patient = Client.as("alice", "user/*.rs").get("/fhir/Patient/it-mn");

        assertThat(patient.body())
                .contains("Narramn", "555-7001", "Familymn", "Contactmn")
                .doesNotContain("SUBSETTED", "REDACTED");
    }

    @Test
    void aClinicianWhoAsksForPaymentSeesWhatABillingOfficeSees() {
        assertThat(Client.as("alice", "user/*.rs", "HPAYMT")
                        .get("/fhir/Patient/it-mn")
                        .body())
                .contains("Familymn", "SUBSETTED")
                .doesNotContain(HIDDEN_FROM_BILLING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Observation?patient=it-mn",
                "/fhir/DocumentReference?patient=it-mn",
                "/fhir/Consent?patient=it-mn",
                "/fhir/AuditEvent?_count=1"
            })
    void typesThatPaymentDoesNotNeedAreClosed(String path) {
        assertThat(bill().get(path).status()).isEqualTo(403);
    }

    @Test
    void operationsThatThePolicyDoesNotNameAreClosed() {
        for (String operation :
                List.of("/fhir/$deidentify", "/fhir/Patient/it-mn/$break-glass", "/fhir/Patient/it-mn/$expunge")) {
            assertThat(bill().post(operation, "{\"resourceType\":\"Parameters\"}")
                            .status())
                    .as(operation)
                    .isIn(400, 403, 404);
        }
        Answer refused = Client.as("alice", "user/*.rs").post("/fhir/$deidentify", "{\"resourceType\":\"Parameters\"}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("operation-closed");
        assertThat(Client.anonymous().get("/fhir/metadata").body())
                .contains("\"everything\"", "\"deidentify\"")
                .doesNotContain("\"expunge\"", "\"lastn\"");
    }

    @Test
    void aResourceThatIsSeenInPartIsNotWrittenOver() {
        Client bill = bill();
        Client loader = Client.loader();
        loader.put("/fhir/Claim/it-mn-claim", CLAIM.formatted("it-mn-claim", ", \"display\": \"Displaymn\""));
        String seen = bill.get("/fhir/Claim/it-mn-claim").body();
        assertThat(seen).contains("it-mn-claim").doesNotContain("Displaymn", "Self pay");

        for (String body : List.of(seen, CLAIM.formatted("it-mn-claim", ""))) {
            Answer answer = bill.put("/fhir/Claim/it-mn-claim", body);
            assertThat(answer.status()).as(answer::body).isEqualTo(412);
            assertThat(answer.problem()).isEqualTo("masked-content");
        }
        assertThat(loader.get("/fhir/Claim/it-mn-claim").body()).contains("Displaymn", "Self pay");
    }

    @Test
    void aTestInAPatchAsksNothingOfWhatIsHidden() {
        Client.loader()
                .put("/fhir/Claim/it-mn-patched", CLAIM.formatted("it-mn-patched", ", \"display\": \"Displaymn\""));
        for (String guess : List.of("Displaymn", "Other")) {
            Answer answer = bill().send(bill().request("/fhir/Claim/it-mn-patched")
                    .header("Content-Type", "application/json-patch+json")
                    .method(
                            "PATCH",
                            HttpRequest.BodyPublishers.ofString(
                                    "[{\"op\":\"test\",\"path\":\"/patient/display\",\"value\":\"" + guess + "\"}]")));
            assertThat(answer.status()).as(answer::body).isEqualTo(412);
            assertThat(answer.body()).contains("masked-content");
        }
    }

    @Test
    void aTransactionDoesNotWriteOverWhatIsSeenInPart() {
        Client.loader().put("/fhir/Claim/it-mn-entry", CLAIM.formatted("it-mn-entry", ", \"display\": \"Displaymn\""));
        String transaction = """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                  {"resource": %s, "request": {"method": "PUT", "url": "Claim/it-mn-entry"}}]}
                """.formatted(CLAIM.formatted("it-mn-entry", ""));

        assertThat(bill().post("/fhir", transaction).status()).isEqualTo(412);
    }

    @Test
    void whatIsSeenInFullMayBeWrittenAndIsShownWithoutWhatIsHidden() {
        Client bill = bill();
        String full = CLAIM.replace("{\"display\": \"Self pay\"}", "{\"reference\": \"#cov\"}")
                .replace(
                        "\"status\": \"active\",",
                        "\"status\": \"active\", \"contained\": [{\"resourceType\": \"Coverage\","
                                + " \"id\": \"cov\", \"status\": \"active\"}],");
        Client.loader().put("/fhir/Claim/it-mn-full", full.formatted("it-mn-full", ""));

        Answer answer =
                bill.put("/fhir/Claim/it-mn-full", full.formatted("it-mn-full", ", \"display\": \"Displaymn\""));
        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        assertThat(answer.body()).contains("it-mn-full", "SUBSETTED").doesNotContain("Displaymn");
        assertThat(Client.loader().get("/fhir/Claim/it-mn-full").body())
                .contains("Displaymn")
                .doesNotContain("SUBSETTED");

        String entry = """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                  {"resource": %s, "request": {"method": "POST", "url": "Claim"}}]}
                """.formatted(full.formatted("it-mn-new", ", \"display\": \"Displaymn\""));
        Answer created = bill.send(bill.request("/fhir")
                .header("Content-Type", "application/fhir+json")
                .header("Prefer", "return=representation")
                .POST(HttpRequest.BodyPublishers.ofString(entry)));
        assertThat(created.status()).as(created::body).isEqualTo(200);
        assertThat(created.body()).contains("201 Created", "Coverage").doesNotContain("Displaymn");
    }

    @Test
    void whatSomebodySawInPartIsNotStoredByAnybody() {
        String incomplete = Client.as("alice", "user/*.rs")
                .get("/fhir/Patient?_id=it-mn&_elements=gender")
                .json()
                .at("/entry/0/resource")
                .toString();

        assertThat(incomplete).contains("SUBSETTED");
        Answer answer = Client.loader().put("/fhir/Patient/it-mn", incomplete);
        assertThat(answer.status()).as(answer::body).isEqualTo(412);
        assertThat(answer.problem()).isEqualTo("masked-content");
        assertThat(Client.loader()
                        .post("/fhir/Patient", incomplete.replace("\"id\":\"it-mn\",", ""))
                        .status())
                .isEqualTo(412);
    }

    @Test
    void aPageIsNoLargerThanThePolicyGives() {
        JsonNode alice = Client.as("alice", "user/*.rs")
                .get("/fhir/Condition?_count=150")
                .json();
        JsonNode bill = bill().get("/fhir/Condition?_count=150").json();

        assertThat(alice.path("entry").size()).isGreaterThan(100);
        assertThat(bill.path("entry").size()).isBetween(1, 100);
    }

    @Test
    void eachEventNamesThePolicyByItsHash() {
        bill().get("/fhir/Patient/it-mn");
        Answer events = Client.as("audrey", "user/AuditEvent.rs").get("/fhir/AuditEvent?_count=5&patient=it-mn");

        assertThat(events.json().path("entry"))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.toString()).contains("policy-hash"));
    }
}
