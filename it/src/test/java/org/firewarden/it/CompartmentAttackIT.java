package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.firewarden.it.HiddenRecord.alice;
import static org.firewarden.it.HiddenRecord.cody;
import static org.firewarden.it.HiddenRecord.put;

import java.util.Map;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack class 2, compartment hops: references that lead from one patient to another, and resources that move. */
@Control("164.312(a)(1)")
class CompartmentAttackIT {

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

    private static String denied(Answer answer) {
        return answer.status() + " "
                + answer.body()
                        .replaceAll("demo-(denied|absent)", "ID")
                        .replaceAll("X-Request-Id: [^\"]*", "")
                        .replaceAll("\"(id|lastUpdated)\":\"[^\"]*\"", "");
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
        assertThat(denied(alice.post("/fhir/Observation", observation.formatted("it-hidden-subject"))))
                .isEqualTo(denied(alice.post("/fhir/Observation", observation.formatted("demo-absent"))))
                .startsWith("422");
        assertThat(denied(alice.post("/fhir", transaction.formatted(observation.formatted("it-hidden-subject")))))
                .isEqualTo(denied(alice.post("/fhir", transaction.formatted(observation.formatted("demo-absent")))));
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
    void aPatientCannotWriteIntoOrOutOfAnotherRecord() {
        Client loader = Client.loader();
        String observation = """
                {"resourceType": "Observation", "id": "it-moved", "status": "final",
                 "code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]},
                 "subject": {"reference": "Patient/%s"}}
                """;
        loader.put("/fhir/Observation/it-moved", observation.formatted("demo-prevent"));
        Client alice = Client.with(Client.anonymous()
                .form("/demo/token", Map.of("user", "alice", "scope", "patient/*.cruds", "patient", "demo-pat"))
                .json()
                .path("access_token")
                .asText());

        assertThat(alice.put("/fhir/Observation/it-moved", observation.formatted("demo-pat"))
                        .status())
                .isIn(403, 404);
        assertThat(alice.delete("/fhir/Observation/it-moved").status()).isIn(403, 404);
        assertThat(loader.get("/fhir/Observation/it-moved").body()).contains("Patient/demo-prevent");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"encounter\": {\"reference\": \"Encounter/%s\"}",
                "\"focus\": [{\"reference\": \"Patient/%s\"}]"
            })
    void aReferenceToWhatIsHiddenLooksLikeOneToWhatIsNotThere(String reference) {
        String observation = """
                {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
                 "subject": {"reference": "Patient/it-page-seen"}, %s}
                """;
        Answer hidden = cody().post("/fhir/Observation", observation.formatted(reference.formatted("it-page-hidden")));
        Answer absent = cody().post("/fhir/Observation", observation.formatted(reference.formatted("it-page-absent")));

        assertThat(hidden.status()).isEqualTo(422).isEqualTo(absent.status());
        assertThat(body(hidden)).isEqualTo(body(absent)).doesNotContain("HIV");
    }

    @Test
    void whoSeesTheEncounterMayReferToIt() {
        Client.loader().put("/fhir/Encounter/it-page-seen", """
                {"resourceType": "Encounter", "id": "it-page-seen", "status": "finished",
                 "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
                 "subject": {"reference": "Patient/it-page-seen"}}
                """);

        assertThat(Client.as("cody", "user/Observation.cruds")
                        .post("/fhir/Observation", """
                                {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
                                 "subject": {"reference": "Patient/it-page-seen"},
                                 "encounter": {"reference": "Encounter/it-page-seen"}}
                                """)
                        .status())
                .isEqualTo(201);
    }

    private static String body(Answer answer) {
        return answer.body().replaceAll("\"diagnostics\":\"[^\"]*\"", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"hasMember\": [{\"reference\": \"Observation/%s\"}]",
                "\"derivedFrom\": [{\"reference\": \"Observation/%s\"}]",
                "\"partOf\": [{\"reference\": \"Procedure/%s\"}]"
            })
    void aReferenceToDataOfAnyTypeThatIsHiddenLooksLikeOneToWhatIsNotThere(String reference) {
        plantHiddenResults();
        String observation = """
                {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
                 "subject": {"reference": "Patient/it-page-seen"}, %s}
                """;
        Answer hidden = cody().post("/fhir/Observation", observation.formatted(reference.formatted("it-hop-hidden")));
        Answer absent = cody().post("/fhir/Observation", observation.formatted(reference.formatted("it-hop-absent")));

        assertThat(hidden.status()).isEqualTo(422).isEqualTo(absent.status());
        assertThat(body(hidden)).isEqualTo(body(absent));
        assertThat(alice().post("/fhir/Observation", observation.formatted(reference.formatted("it-hop-hidden")))
                        .status())
                .isEqualTo(201);
    }

    private static void plantHiddenResults() {
        Client loader = Client.loader();
        cody();
        put(loader, "Observation/it-hop-hidden", """
                "status": "final", "code": {"text": "x"}, "subject": {"reference": "Patient/it-page-hidden"}
                """);
        put(loader, "Procedure/it-hop-hidden", """
                "status": "completed", "subject": {"reference": "Patient/it-page-hidden"}
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "List/it-hop; \"status\": \"current\", \"mode\": \"working\", \"title\": \"canaryhop\","
                        + " \"entry\": [{\"item\": {\"reference\": \"Observation/it-hop-hidden\"}}]",
                "Provenance/it-hop; \"target\": [{\"reference\": \"Observation/it-hop-hidden\"}],"
                        + " \"recorded\": \"2026-01-01T00:00:00Z\", \"agent\": [{\"who\": {\"display\": \"canaryhop\"}}]",
                "Composition/it-hop; \"status\": \"final\", \"type\": {\"text\": \"x\"}, \"date\": \"2026-01-01\","
                        + " \"author\": [{\"reference\": \"Practitioner/alice\"}], \"title\": \"canaryhop\","
                        + " \"section\": [{\"entry\": [{\"reference\": \"List/it-hop\"}]}]"
            })
    void whatReachesAPatientOnlyThroughSomethingElseIsAboutThatPatient(String planted) {
        plantHiddenResults();
        Client loader = Client.loader();
        put(loader, "List/it-hop", """
                "status": "current", "mode": "working", "title": "canaryhop",
                "entry": [{"item": {"reference": "Observation/it-hop-hidden"}}]
                """);
        String[] parts = planted.split("; ", 2);
        put(loader, parts[0], parts[1]);

        Answer hidden = cody().get("/fhir/" + parts[0]);
        assertThat(hidden.status()).as(hidden::body).isEqualTo(404);
        assertThat(cody().get("/fhir/" + parts[0].replace("/", "?_id=")).body()).doesNotContain("canaryhop");
        assertThat(alice().get("/fhir/" + parts[0]).body()).contains("canaryhop");
    }

    @Test
    void aLinkBetweenTwoRecordsCarriesNoPermitFromOneToTheOther() {
        Client loader = Client.loader();
        put(loader, "Patient/it-hop-research", "\"name\": [{\"family\": \"Research\"}]");
        put(loader, "Patient/it-hop-closed", """
                "link": [{"other": {"reference": "Patient/it-hop-research"}, "type": "seealso"}]
                """);
        put(loader, "Consent/it-hop-research", """
                "status": "active", "patient": {"reference": "Patient/it-hop-research"},
                "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "research"}]},
                "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                "provision": {"type": "permit", "purpose": [
                    {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HRESCH"}]}
                """);
        Client rita = Client.as("rita", "user/*.rs");

        assertThat(rita.get("/fhir/Patient/it-hop-research").status()).isEqualTo(200);
        assertThat(rita.get("/fhir/Patient/it-hop-closed").status()).isEqualTo(404);
    }
}
