package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firewarden.it.HiddenRecord.alice;
import static org.firewarden.it.HiddenRecord.cody;
import static org.firewarden.it.HiddenRecord.self;
import static org.firewarden.it.HiddenRecord.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack class 5, bundles: what is refused alone is refused in a batch or a transaction, entry by entry. */
@Control("164.312(a)(1)")
class BundleAttackIT {

    private static final String SYNTHEA_ID_OF_DENIED = identifierOfDenied();

    private static Client payer() {
        return Client.as("alice", "user/*.cruds", "HPAYMT");
    }

    private static String identifierOfDenied() {
        return Client.as("alice", "user/*.rs")
                .get("/fhir/Patient/demo-denied")
                .json()
                .at("/identifier/0/value")
                .asText();
    }

    private static String denied(Answer answer) {
        return answer.status() + " "
                + answer.body()
                        .replaceAll("demo-(denied|absent)", "ID")
                        .replaceAll("X-Request-Id: [^\"]*", "")
                        .replaceAll("\"(id|lastUpdated)\":\"[^\"]*\"", "");
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
    void aBatchIsNoWayAroundThePatientInContext() {
        String batch = """
                {"resourceType": "Bundle", "type": "batch", "entry": [
                  {"request": {"method": "GET", "url": "Observation?patient=%s&code=%s&_count=1"}}]}
                """;
        Client pat = Client.as("pat", "patient/*.rs");

        assertThat(denied(pat.post("/fhir", batch.formatted("demo-prevent", "8302-2")))
                        .replace("8302-2", "CODE"))
                .isEqualTo(denied(pat.post("/fhir", batch.formatted("demo-prevent", "99999-9")))
                        .replace("99999-9", "CODE"));
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
                .contains("IHE.BasicAudit.PatientUpdate", "\"update\"", "Patient/it-attack-tx");
    }

    @Test
    void aTransactionIsNoWayAround() {
        Client reader = Client.as("alice", "user/Patient.rs");
        String write = """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                  {"resource": {"resourceType": "Patient", "id": "it-smuggled"},
                   "request": {"method": "PUT", "url": "Patient/it-smuggled"}}]}
                """;
        String read = """
                {"resourceType": "Bundle", "type": "batch", "entry": [
                  {"request": {"method": "GET", "url": "Patient/demo-denied"}},
                  {"request": {"method": "GET", "url": "Patient?family=Mares"}}]}
                """;

        assertThat(reader.post("/fhir", write).status()).isEqualTo(403);
        assertThat(Client.loader().get("/fhir/Patient/it-smuggled").status()).isEqualTo(404);
        String batch =
                Client.as("alice", "user/*.rs", "HPAYMT").post("/fhir", read).body();
        assertThat(batch).contains("404 Not Found").doesNotContain("Patricio", "\"total\"", "demo-denied");
        assertThat(Client.as("alice", "user/Observation.rs").post("/fhir", read).status())
                .isEqualTo(403);
    }

    @Test
    void aReferenceThatIsASearchLeadsToVisibleResourcesOnly() {
        String transaction = """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                  {"resource": {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
                                "subject": {"reference": "Patient?identifier=urn:it:query|%s"}},
                   "request": {"method": "POST", "url": "Observation"}}]}
                """;

        assertThat(shape(cody().post("/fhir", transaction.formatted("hidden"))))
                .isEqualTo(shape(cody().post("/fhir", transaction.formatted("absent"))))
                .startsWith("422");
        assertThat(cody().post("/fhir", transaction.formatted("open")).status()).isEqualTo(200);
    }

    @Test
    void theEntriesOfABatchAreQueriesLikeOthers() {
        String batch = """
                {"resourceType": "Bundle", "type": "batch", "entry": [
                  {"request": {"method": "GET", "url": "Encounter?part-of:Encounter.patient.family=Qhidden"}},
                  {"request": {"method": "GET", "url": "Patient?_id=it-q-hidden,it-q-open&_summary=count"}},
                  {"request": {"method": "GET", "url": "Patient?identifier=urn:it:query|open"}}]}
                """;
        JsonNode seen = alice().post("/fhir", batch).json();
        JsonNode hidden = cody().post("/fhir", batch).json();

        assertThat(seen.at("/entry/0/resource/entry")).hasSize(1);
        assertThat(hidden.at("/entry/0/resource/entry")).isEmpty();
        assertThat(self(seen.at("/entry/0/resource")))
                .contains("part-of:Encounter.patient.family")
                .doesNotContain("it-q-enc");
        assertThat(seen.at("/entry/1/resource/total").asInt(-1)).isEqualTo(2);
        assertThat(hidden.at("/entry/1/resource/total").asInt(-1)).isEqualTo(1);
        assertThat(hidden.at("/entry/2/resource/entry")).hasSize(1);
        assertThat(alice().post(
                                "/fhir",
                                batch.replace("Patient?_id=it-q-hidden,it-q-open&_summary=count", "Patient?_filter=x"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anInterfaceEngineWritesOnConditions() {
        Client loader = Client.loader();
        String body = "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"urn:it:query\",\"value\":\"eng\"}]}";
        HttpRequest.Builder create = loader.request("/fhir/Patient")
                .header("Content-Type", "application/fhir+json")
                .header("If-None-Exist", "identifier=urn:it:query%7Ceng")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        assertThat(loader.send(create).status()).isEqualTo(201);
        assertThat(loader.send(create).status()).isEqualTo(200);
        assertThat(loader.put("/fhir/Patient?identifier=urn:it:query%7Ceng", body)
                        .status())
                .isEqualTo(200);
        assertThat(loader.put("/fhir/Patient?identifier=urn:it:query%7Ceng2", body.replace("eng", "eng2"))
                        .status())
                .isEqualTo(201);
        Answer transaction = loader.post("/fhir", """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                  {"resource": {"resourceType": "Observation", "id": "it-q-obs", "status": "final", "code": {"text": "x"},
                                "subject": {"reference": "Patient?identifier=urn:it:query|hidden"}},
                   "request": {"method": "PUT", "url": "Observation/it-q-obs"}},
                  {"resource": {"resourceType": "Patient"},
                   "request": {"method": "POST", "url": "Patient", "ifNoneExist": "identifier=urn:it:query|eng"}}]}
                """);
        assertThat(transaction.status()).as(transaction::body).isEqualTo(200);
        assertThat(transaction.json().at("/entry/1/response/status").asText()).startsWith("200");
        assertThat(alice().get("/fhir/Observation/it-q-obs").body()).contains("Patient/it-q-hidden");
    }

    @Test
    void aPageInABatchIsFullWhereverTheHiddenPatientSorts() {
        String batch = """
                {"resourceType": "Bundle", "type": "batch", "entry": [
                  {"request": {"method": "GET", "url": "%s&_count=1"}},
                  {"request": {"method": "GET", "url": "%s"}},
                  {"request": {"method": "GET", "url": "Patient?_id=it-page-absent&_sort=birthdate&_count=1"}}]}
                """.formatted(
                        HiddenRecord.BOTH_PAGES.substring("/fhir/".length()),
                        HiddenRecord.BOTH_PAGES.substring("/fhir/".length()));
        JsonNode answer = cody().post("/fhir", batch).json();

        for (int entry = 0; entry < 2; entry++) {
            assertThat(answer.at("/entry/" + entry + "/resource/entry"))
                    .as("entry %d", entry)
                    .hasSize(1);
            assertThat(answer.at("/entry/" + entry + "/resource/entry/0/resource/id")
                            .asText())
                    .isEqualTo("it-page-seen");
        }
        assertThat(answer.at("/entry/2/resource/entry")).isEmpty();
        assertThat(alice().post("/fhir", batch).json().at("/entry/1/resource/entry"))
                .extracting(entry -> entry.at("/resource/id").asText())
                .containsExactly("it-page-hidden", "it-page-seen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "{}", "[]", "[{\"op\": \"add\"}]", "[{\"op\": \"move\", \"path\": \"/a\"}]"})
    void aPatchThatIsNoneIsRefusedInATransactionToo(String patch) {
        String bundle = """
                {"resourceType": "Bundle", "type": "%s", "entry": [
                  {"resource": {"resourceType": "Binary", "contentType": "application/json-patch+json", "data": "%s"},
                   "request": {"method": "PATCH", "url": "Patient/it-q-open"}}]}
                """;
        String data = Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8));
        for (String type : List.of("transaction", "batch")) {
            Answer answer = alice().post("/fhir", bundle.formatted(type, data));
            assertThat(answer.status()).as(answer::body).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("malformed-patch");
        }
    }
}
