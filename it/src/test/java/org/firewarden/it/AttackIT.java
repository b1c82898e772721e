package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attempts to learn of, or to write to, a patient whom a Consent hides ({@code demo-denied} from a clinician who asks for
 * payment), or who is not the patient in context. Each is compared with a patient who does not exist.
 */
class AttackIT {

    private static final String SYNTHEA_ID_OF_DENIED = identifierOfDenied();

    private static Client payer() {
        return Client.as("alice", "user/*.cruds", "HPAYMT");
    }

    private static Client writerOf(String patient) {
        return Client.with(Client.anonymous()
                .form("/demo/token", Map.of("user", "alice", "scope", "patient/*.cruds", "patient", patient))
                .json()
                .path("access_token")
                .asText());
    }

    private static String identifierOfDenied() {
        return Client.as("alice", "user/*.rs")
                .get("/fhir/Patient/demo-denied")
                .json()
                .at("/identifier/0/value")
                .asText();
    }

    private static String shape(Answer answer) {
        return answer.status() + " "
                + answer.body()
                        .replaceAll("demo-(denied|absent)", "ID")
                        .replaceAll("X-Request-Id: [^\"]*", "")
                        .replaceAll("\"(id|lastUpdated)\":\"[^\"]*\"", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Patient/%s",
                "/fhir/Patient/%s/_history",
                "/fhir/Patient/%s/_history?_offset=5",
                "/fhir/Patient/%s/_history?_since=2030-01-01T00:00:00Z",
                "/fhir/Patient/%s/_history/1",
                "/fhir/Patient/%s/$everything",
                "/fhir/Patient?_id=%s",
                "/fhir/Patient?_id=%s&_revinclude=*",
                "/fhir/Patient?_id=%s&_include=Patient:general-practitioner",
                "/fhir/Observation?patient=%s&_count=1",
                "/fhir/Observation?patient=%s&code=8302-2&_count=1",
                "/fhir/Encounter?patient=%s&_include=Encounter:practitioner&_include=Encounter:service-provider",
                "/fhir/Task?subject=Patient/%s"
            })
    void aHiddenPatientReadsLikeAnAbsentOne(String path) {
        Client payer = payer();

        assertThat(shape(payer.get(path.formatted("demo-denied"))))
                .isEqualTo(shape(payer.get(path.formatted("demo-absent"))));
    }

    @Test
    void patchesAndDeletesOfAHiddenPatientLookLikeThoseOfAnAbsentOne() {
        for (String patch : List.of(
                "[{\"op\":\"test\",\"path\":\"/birthDate\",\"value\":\"1973-06-29\"}]",
                "[{\"op\":\"test\",\"path\":\"/birthDate\",\"value\":\"1973-06-28\"}]")) {
            assertThat(shape(patch("demo-denied", patch, "W/\"1\"")))
                    .isEqualTo(shape(patch("demo-absent", patch, "W/\"1\"")));
            assertThat(shape(patch("demo-denied", patch, "W/\"7\"")))
                    .isEqualTo(shape(patch("demo-absent", patch, "W/\"7\"")));
        }
        assertThat(shape(payer().delete("/fhir/Patient/demo-denied")))
                .isEqualTo(shape(payer().delete("/fhir/Patient/demo-absent")));
        String body = "{\"resourceType\":\"Patient\",\"id\":\"%s\"}";
        assertThat(shape(payer().put("/fhir/Patient/demo-denied", body.formatted("demo-denied"))))
                .isEqualTo(shape(payer().put("/fhir/Patient/demo-absent", body.formatted("demo-absent"))));
    }

    private static Answer patch(String id, String patch, String ifMatch) {
        Client payer = payer();
        return payer.send(payer.request("/fhir/Patient/" + id)
                .header("Content-Type", "application/json-patch+json")
                .header("If-Match", ifMatch)
                .method("PATCH", HttpRequest.BodyPublishers.ofString(patch)));
    }

    @Test
    void aReferenceToAHiddenPatientLooksLikeOneToAnAbsentPatient() {
        String observation = """
                {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
                 "subject": {"reference": "Patient/%s"}}
                """;
        String transaction = """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                  {"resource": %s, "request": {"method": "POST", "url": "Observation"}}]}
                """;
        Client loader = Client.as("loader", "system/*.cruds");
        loader.put("/fhir/Patient/it-hidden-subject", """
                {"resourceType": "Patient", "id": "it-hidden-subject"}
                """);
        loader.put("/fhir/Consent/it-hidden-subject", """
                {"resourceType": "Consent", "id": "it-hidden-subject", "status": "active",
                 "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope",
                                       "code": "patient-privacy"}]},
                 "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                 "patient": {"reference": "Patient/it-hidden-subject"},
                 "provision": {"type": "deny", "actor": [{"role": {"coding": [
                     {"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "PRCP"}]},
                   "reference": {"reference": "Practitioner/alice"}}]}}
                """);
        Client alice = Client.as("alice", "user/*.cruds");
        assertThat(shape(alice.post("/fhir/Observation", observation.formatted("it-hidden-subject"))))
                .isEqualTo(shape(alice.post("/fhir/Observation", observation.formatted("demo-absent"))))
                .startsWith("422");
        assertThat(shape(alice.post("/fhir", transaction.formatted(observation.formatted("it-hidden-subject")))))
                .isEqualTo(shape(alice.post("/fhir", transaction.formatted(observation.formatted("demo-absent")))));
    }

    @Test
    void aReferenceThatIsASearchIsNotResolved() {
        String transaction = """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                  {"resource": {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
                                "subject": {"reference": "%s"}}, "request": {"method": "POST", "url": "Observation"}}]}
                """;
        for (String reference : List.of(
                "Patient?identifier=" + SYNTHEA_ID_OF_DENIED,
                "Patient?identifier=nobody",
                "Patient?_has:Observation:patient:code=8302-2")) {
            assertThat(payer().post("/fhir", transaction.formatted(reference)).status())
                    .as(reference)
                    .isBetween(400, 499);
        }
    }

    @Test
    void aResourceOutsideTheCompartmentThatRefersToAHiddenPatientIsHidden() {
        String task = """
                {"resourceType": "Task", "id": "it-attack-task", "status": "requested", "intent": "order",
                 "for": {"reference": "Patient/demo-denied"}}
                """;
        String practitioner = """
                {"resourceType": "Practitioner", "id": "it-attack-practitioner", "extension": [
                  {"url": "urn:x", "valueReference": {"reference": "Patient/demo-prevent"}}]}
                """;
        Client loader = Client.loader();
        assertThat(loader.put("/fhir/Task/it-attack-task", task).status()).isIn(200, 201);
        assertThat(Client.as("alice", "user/*.rs")
                        .get("/fhir/Task/it-attack-task")
                        .status())
                .isEqualTo(200);
        // Payment sees no Task at all; research sees those of patients who have consented.
        assertThat(payer().get("/fhir/Task/it-attack-task").status()).isEqualTo(403);
        assertThat(Client.as("rita", "user/*.rs")
                        .get("/fhir/Task/it-attack-task")
                        .status())
                .isEqualTo(404);

        assertThat(loader.put("/fhir/Practitioner/it-attack-practitioner", practitioner)
                        .status())
                .isIn(200, 201);
        assertThat(Client.as("pat", "patient/*.rs")
                        .get("/fhir/Practitioner/it-attack-practitioner")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aWriterForOnePatientWritesIntoNoOther() {
        String observation = """
                {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
                 "subject": {"reference": "Patient/demo-pat"}, "performer": [{"reference": "Patient/demo-prevent"}]}
                """;
        String patient = """
                {"resourceType": "Patient", "link": [{"other": {"reference": "Patient/demo-prevent"}, "type": "seealso"}]}
                """;
        Client writer = writerOf("demo-prevent");

        assertThat(writer.post("/fhir/Observation", observation).status()).isEqualTo(422);
        assertThat(writer.post("/fhir/Patient", patient).status()).isEqualTo(422);
        assertThat(writer.post("/fhir/Observation", observation.replace("demo-pat", "demo-prevent"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aBatchIsNoWayAroundThePatientInContext() {
        String batch = """
                {"resourceType": "Bundle", "type": "batch", "entry": [
                  {"request": {"method": "GET", "url": "Observation?patient=%s&code=%s&_count=1"}}]}
                """;
        Client pat = Client.as("pat", "patient/*.rs");

        assertThat(shape(pat.post("/fhir", batch.formatted("demo-prevent", "8302-2")))
                        .replace("8302-2", "CODE"))
                .isEqualTo(shape(pat.post("/fhir", batch.formatted("demo-prevent", "99999-9")))
                        .replace("99999-9", "CODE"));
    }

    @Test
    void whoMayOnlyWriteReadsNothingInTheAnswer() {
        Client loader = Client.loader();
        loader.put(
                "/fhir/Patient/it-attack-write",
                "{\"resourceType\":\"Patient\",\"id\":\"it-attack-write\",\"name\":[{\"family\":\"Secretname\"}]}");
        Client writer = Client.as("alice", "user/Patient.u");
        Answer answer = writer.send(writer.request("/fhir/Patient/it-attack-write")
                .header("Content-Type", "application/json-patch+json")
                .header("Prefer", "return=representation")
                .method(
                        "PATCH",
                        HttpRequest.BodyPublishers.ofString("[{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]")));

        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("Secretname");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%66hir/Patient/demo-prevent",
                "/fhir;x/Patient/demo-prevent",
                "/fhir/Patient;jsessionid=1/demo-prevent",
                "/models/%2e%2e/fhir/Patient/demo-prevent",
                "//fhir/Patient/demo-prevent"
            })
    void aPathThatCanBeReadTwoWaysIsRefused(String path) {
        Answer answer = Client.as("alice", "user/*.rs").get(path);

        assertThat(answer.status()).as(answer::body).isEqualTo(400);
        assertThat(answer.body()).contains("OperationOutcome").doesNotContain("demo-prevent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1000", "1e999999999", "-2.5E+20000"})
    void aNumberThatWouldUnfoldWithoutEndIsRefused(String number) {
        Answer answer = Client.loader().post("/fhir/Observation", """
                        {"resourceType": "Observation", "status": "final", "code": {"text": "1e9999"},
                         "valueQuantity": {"value": %s}}
                        """.formatted(number));

        assertThat(answer.status()).as(answer::body).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("number-too-large");
    }

    @Test
    void anXmlBodyIsRefused() {
        assertThat(Client.loader()
                        .post("/fhir/Patient", "application/fhir+xml", "<Patient xmlns=\"http://hl7.org/fhir\"/>")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void theLedgerTellsWhatWasShownFromWhatWasWithheld() {
        payer().get("/fhir/Patient?_id=demo-denied,demo-prevent");
        List<JsonNode> events = new ArrayList<>();
        Client.as("audrey", "user/AuditEvent.rs")
                .get("/fhir/AuditEvent?patient=demo-denied&agent=Practitioner/alice&_count=50")
                .json()
                .path("entry")
                .forEach(entry -> events.add(entry.path("resource")));

        assertThat(events).anySatisfy(event -> {
            assertThat(event.at("/subtype/0/code").asText()).isEqualTo("search-type");
            assertThat(withheld(event, "Patient/demo-denied")).isTrue();
            assertThat(withheld(event, "Patient/demo-prevent")).isFalse();
        });
    }

    private static boolean withheld(JsonNode event, String patient) {
        for (JsonNode entity : event.path("entity")) {
            if (entity.at("/what/reference").asText().equals(patient)
                    && entity.at("/detail/0/type").asText().equals("withheld")) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aTransactionIsRecordedWithItsPatients() {
        Client.loader().post("/fhir", """
                        {"resourceType": "Bundle", "type": "transaction", "entry": [
                          {"fullUrl": "urn:uuid:6f1f4a52-6f0e-4a39-8b8b-0d1c6a1f0001",
                           "resource": {"resourceType": "Patient", "id": "it-attack-tx"},
                           "request": {"method": "PUT", "url": "Patient/it-attack-tx"}}]}
                        """);

        assertThat(Client.as("audrey", "user/AuditEvent.rs")
                        .get("/fhir/AuditEvent?patient=it-attack-tx")
                        .body())
                .contains("\"transaction\"", "Patient/it-attack-tx");
    }
}
