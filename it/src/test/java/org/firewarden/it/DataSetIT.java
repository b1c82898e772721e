package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A data set as a research team gets it: kick-off, status, files, and its end. */
class DataSetIT {

    private static final Client RITA = Client.as("rita", "user/*.rs");

    /** The name of everybody in these records; it must not come out. */
    private static final String CANARY = "Wolkenfaenger";

    @BeforeAll
    static void writeTheRecords() {
        for (String id : List.of("it-set-ann", "it-set-bob", "it-set-cid", "it-set-other")) {
            record(id);
        }
        for (String id : List.of("it-set-ann", "it-set-bob", "it-set-other")) {
            permit(id);
        }
        Client.loader().put("/fhir/Group/it-set", """
                {"resourceType": "Group", "id": "it-set", "type": "person", "actual": true, "member": [
                  {"entity": {"reference": "Patient/it-set-ann"}}, {"entity": {"reference": "Patient/it-set-bob"}},
                  {"entity": {"reference": "Patient/it-set-cid"}}]}
                """);
        Client.loader().put("/fhir/Group/it-set-closed", """
                {"resourceType": "Group", "id": "it-set-closed", "type": "person", "actual": true, "member": [
                  {"entity": {"reference": "Patient/it-set-cid"}}]}
                """);
    }

    private static void record(String id) {
        Answer answer = Client.loader().post("/fhir", """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                  {"resource": {"resourceType": "Patient", "id": "%1$s", "name": [{"family": "%2$s", "given": ["Ottokar"]}],
                     "birthDate": "1961-07-23", "gender": "female", "identifier": [{"system": "urn:mrn", "value": "MRN-%1$s"}],
                     "telecom": [{"system": "phone", "value": "413-555-0177"}],
                     "generalPractitioner": [{"reference": "Practitioner/alice"}]},
                   "request": {"method": "PUT", "url": "Patient/%1$s"}},
                  {"resource": {"resourceType": "Observation", "id": "%1$s-chol", "status": "final",
                     "code": {"coding": [{"system": "http://loinc.org", "code": "2093-3"}]},
                     "subject": {"reference": "Patient/%1$s", "display": "%2$s"}, "effectiveDateTime": "2026-03-14",
                     "valueQuantity": {"value": 201, "unit": "mg/dL", "system": "http://unitsofmeasure.org", "code": "mg/dL"}},
                   "request": {"method": "PUT", "url": "Observation/%1$s-chol"}},
                  {"resource": {"resourceType": "Observation", "id": "%1$s-bmi", "status": "final",
                     "code": {"coding": [{"system": "http://loinc.org", "code": "39156-5"}]},
                     "subject": {"reference": "Patient/%1$s"}, "effectiveDateTime": "2026-03-14",
                     "valueQuantity": {"value": 31, "unit": "kg/m2", "system": "http://unitsofmeasure.org", "code": "kg/m2"}},
                   "request": {"method": "PUT", "url": "Observation/%1$s-bmi"}}]}
                """.formatted(id, CANARY));
        assertThat(answer.status()).as(answer::body).isEqualTo(200);
    }

    private static void permit(String id) {
        Answer answer = Client.loader().put("/fhir/Consent/" + id, """
                {"resourceType": "Consent", "id": "%1$s", "status": "active",
                 "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "research"}]},
                 "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentcategorycodes",
                                           "code": "research"}]}],
                 "patient": {"reference": "Patient/%1$s"}, "dateTime": "2026-01-02",
                 "policyRule": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "OPTIN"}]},
                 "provision": {"type": "permit",
                   "purpose": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HRESCH"}]}}
                """.formatted(id));
        assertThat(answer.status()).as(answer::body).isIn(200, 201);
    }

    private static Answer kickOff(Client client, String parameters) {
        return kickOff(client, "safe-harbor", parameters);
    }

    private static Answer kickOff(Client client, String policy, String parameters) {
        return client.send(client.request("/fhir/$deidentify")
                .header("Content-Type", "application/fhir+json")
                .header("Prefer", "respond-async")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"resourceType": "Parameters", "parameter": [{"name": "policy", "valueString": "%s"}, %s]}
                        """.formatted(policy, parameters))));
    }

    private static String group(String id) {
        return "{\"name\": \"group\", \"valueReference\": {\"reference\": \"Group/" + id + "\"}}";
    }

    private static String path(String url) {
        assertThat(url).startsWith(RunningServer.base());
        return url.substring(RunningServer.base().length());
    }

    /** The manifest, once the job is done. */
    private static JsonNode manifest(Answer accepted) {
        assertThat(accepted.status()).as(accepted::body).isEqualTo(202);
        String status = path(accepted.header("Content-Location"));
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        Answer answer = RITA.get(status);
        while (answer.status() == 202 && System.nanoTime() < until) {
            assertThat(answer.header("X-Progress")).isNotEmpty();
            assertThat(answer.header("Retry-After")).isEqualTo("2");
            answer = RITA.get(status);
        }
        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        return answer.json();
    }

    /** The id of a data set that rita owns. */
    static String ofRita() {
        for (JsonNode dataSet : RITA.get("/datasets").json().path("dataSets")) {
            if (dataSet.path("disposal").isMissingNode()) {
                return dataSet.path("id").asText();
            }
        }
        writeTheRecords();
        return manifest(kickOff(RITA, group("it-set")))
                .at("/extension/dataSet")
                .asText()
                .replace("DataSet/", "");
    }

    private static String files(JsonNode manifest) {
        StringBuilder all = new StringBuilder();
        for (JsonNode output : manifest.path("output")) {
            Answer file = RITA.get(path(output.path("url").asText()));
            assertThat(file.status()).isEqualTo(200);
            assertThat(file.header("Content-Type")).isEqualTo("application/fhir+ndjson");
            assertThat(file.body().lines().count())
                    .isEqualTo(output.path("count").asLong());
            all.append(file.body());
        }
        return all.toString();
    }

    private static long count(String text, String part) {
        return ((long) text.length() - text.replace(part, "").length()) / part.length();
    }

    @Test
    void aResearchTeamGetsThePatientsWhoPermitIt() {
        JsonNode manifest = manifest(kickOff(RITA, group("it-set")));

        assertThat(manifest.path("requiresAccessToken").asBoolean()).isTrue();
        assertThat(manifest.path("error")).isEmpty();
        String text = files(manifest);
        assertThat(count(text, "\"resourceType\":\"Patient\"")).isEqualTo(2);
        assertThat(count(text, "\"2093-3\"")).isEqualTo(2);
        assertThat(count(text, "\"value\":201")).isEqualTo(2);
        assertThat(text).contains("PSEUDED", "\"Practitioner\"", "\"Provenance\"");
        assertThat(text)
                .doesNotContain(
                        CANARY, "Ottokar", "it-set", "MRN-", "413-555-0177", "1961-07-23", "2026-03-14", "alice");
        assertReferencesResolve(text);
        assertTheAuditTrailKnows(manifest);
    }

    private static void assertReferencesResolve(String text) {
        Set<String> there = new HashSet<>();
        Set<String> wanted = new HashSet<>();
        text.lines()
                .map(DataSetIT::json)
                .filter(resource -> !resource.path("resourceType").asText().equals("Provenance"))
                .forEach(resource -> {
                    there.add(resource.path("resourceType").asText() + "/"
                            + resource.path("id").asText());
                    resource.findValuesAsText("reference").forEach(wanted::add);
                });
        assertThat(wanted).isNotEmpty();
        assertThat(there).containsAll(wanted);
    }

    private static JsonNode json(String line) {
        try {
            return Client.JSON.readTree(line);
        } catch (java.io.IOException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }

    private static void assertTheAuditTrailKnows(JsonNode manifest) {
        Client audrey = Client.as("audrey", "user/AuditEvent.rs");
        for (String id : List.of("it-set-ann", "it-set-bob", "it-set-cid")) {
            assertThat(audrey.get("/fhir/AuditEvent?agent=Practitioner/rita&patient=" + id)
                            .body())
                    .contains("$deidentify", "policy-sha256");
        }
        String dataSet = manifest.at("/extension/dataSet").asText();
        assertThat(audrey.get("/fhir/AuditEvent?agent=Practitioner/rita&_count=100")
                        .body())
                .contains("export-completion", "export-download", "job-succeeded", dataSet);
    }

    @Test
    void nobodyElseGetsIt() {
        Answer accepted = kickOff(RITA, group("it-set"));
        JsonNode manifest = manifest(accepted);
        String status = path(accepted.header("Content-Location"));
        String file = path(manifest.at("/output/0/url").asText());
        String dataSet = path(manifest.at("/extension/dataSetUrl").asText());

        for (Client other : List.of(
                Client.as("cody", "user/*.cruds"),
                Client.as("alice", "user/*.cruds"),
                Client.as("pat", "patient/*.rs"))) {
            for (String address : List.of(status, file, dataSet)) {
                Answer hidden = other.get(address);
                Answer absent = other.get(address.replaceAll("[0-9a-f]{8}-", "00000000-"));
                assertThat(hidden.status()).as(address).isEqualTo(404).isEqualTo(absent.status());
                assertThat(hidden.problem()).isEqualTo(absent.problem());
            }
            assertThat(other.delete(status).status()).isEqualTo(404);
            assertThat(other.delete(dataSet).status()).isEqualTo(404);
            assertThat(other.get("/datasets").body()).isEqualTo("{\"dataSets\":[]}");
        }
        for (String address : List.of(status, file, dataSet, "/datasets")) {
            assertThat(Client.anonymous().get(address).status()).isEqualTo(401);
        }
        assertThat(Client.as("max", "user/Device.rs").get(file).status()).isEqualTo(403);
        assertThat(RITA.get(file).status()).isEqualTo(200);
    }

    @Test
    void onlyAResearcherMayKickOff() {
        assertThat(kickOff(Client.as("cody", "user/*.cruds"), group("it-set")).status())
                .isEqualTo(403);
        assertThat(kickOff(Client.as("alice", "user/*.cruds"), group("it-set")).status())
                .isEqualTo(403);
        assertThat(kickOff(Client.anonymous(), group("it-set")).status()).isEqualTo(401);
    }

    @Test
    void aGroupOfHiddenPatientsLooksLikeOneThatIsNotThere() {
        Answer hidden = kickOff(RITA, group("it-set-closed"));
        Answer absent = kickOff(RITA, group("it-set-absent"));

        assertThat(hidden.status()).isEqualTo(404).isEqualTo(absent.status());
        assertThat(hidden.problem()).isEqualTo(absent.problem());
    }

    @Test
    void filtersNarrowAndGoThroughTheFirewall() {
        JsonNode manifest = manifest(
                kickOff(
                        RITA,
                        group("it-set")
                                + ", {\"name\": \"_type\", \"valueString\": \"Patient,Observation\"}"
                                + ", {\"name\": \"_typeFilter\", \"valueString\": \"Observation?code=http://loinc.org|39156-5\"}"));
        String text = files(manifest);
        assertThat(text).contains("39156-5").doesNotContain("2093-3", "\"Practitioner\"");

        Answer chained = kickOff(
                RITA,
                group("it-set") + ", {\"name\": \"_typeFilter\", \"valueString\": \"Observation?_filter=code eq x\"}");
        assertThat(chained.status()).isIn(400, 403);
        Answer unknown = kickOff(RITA, group("it-set") + ", {\"name\": \"_type\", \"valueString\": \"Nonsense\"}");
        assertThat(unknown.status()).isEqualTo(400);
    }

    @Test
    void badQuestionsAreAnsweredWithEachProblem() {
        Answer answer = RITA.post("/fhir/$deidentify", """
                {"resourceType": "Parameters", "parameter": [{"name": "policy", "valueString": "made-up"},
                  {"name": "_type", "valueString": "Patient"}, {"name": "_since", "valueString": "yesterday"},
                  {"name": "%s", "valueString": "x"}]}
                """.formatted(CANARY));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .contains("prefer-missing", "policy-unknown", "since-invalid", "parameter-unknown")
                .doesNotContain(CANARY);
    }

    @Test
    void aJobThatIsCancelledIsGone() {
        Answer accepted = kickOff(RITA, "{\"name\": \"_type\", \"valueString\": \"Patient\"}");
        String status = path(accepted.header("Content-Location"));

        assertThat(RITA.delete(status).status()).isEqualTo(202);
        assertThat(RITA.get(status).status()).isEqualTo(404);
    }

    @Test
    void aDataSetEndsWithACertificate() {
        JsonNode manifest = manifest(kickOff(RITA, group("it-set")));
        String dataSet = path(manifest.at("/extension/dataSetUrl").asText());
        String file = path(manifest.at("/output/0/url").asText());
        assertThat(Client.as("audrey", "user/AuditEvent.rs").get(dataSet).body())
                .contains("safe-harbor", "rita");

        Answer ended = RITA.delete(dataSet);
        assertThat(ended.status()).as(ended::body).isEqualTo(200);
        assertThat(ended.json().at("/disposal/signature").asText()).isNotEmpty();
        assertThat(RITA.get(file).status()).isEqualTo(410);
    }

    @Test
    void whoWithdrawsIsNotInTheNextDataSet() {
        permit("it-set-other");
        Client.loader().put("/fhir/Group/it-set-two", """
                {"resourceType": "Group", "id": "it-set-two", "type": "person", "actual": true, "member": [
                  {"entity": {"reference": "Patient/it-set-ann"}}, {"entity": {"reference": "Patient/it-set-other"}}]}
                """);
        assertThat(count(files(manifest(kickOff(RITA, group("it-set-two")))), "\"resourceType\":\"Patient\""))
                .isEqualTo(2);
        Client.loader().delete("/fhir/Consent/it-set-other");

        assertThat(count(files(manifest(kickOff(RITA, group("it-set-two")))), "\"resourceType\":\"Patient\""))
                .isEqualTo(1);
    }

    @Test
    void nobodyIsLedBackByAskingForOnePerson() {
        for (String filter : List.of(
                "Patient?_id=it-set-ann",
                "Patient?identifier=urn:mrn%7CMRN-it-set-ann",
                "Patient?name=Ottokar",
                "Observation?subject=Patient/it-set-ann",
                "Observation?patient:Patient.birthdate=1961-07-23",
                "Observation?sub%6Aect=Patient/it-set-ann")) {
            Answer refused = kickOff(
                    RITA, group("it-set") + ", {\"name\": \"_typeFilter\", \"valueString\": \"" + filter + "\"}");
            assertThat(refused.status()).as(filter).isEqualTo(400);
            assertThat(refused.problem()).as(filter).isEqualTo("filter-chooses-persons");
        }
        for (String parameter : List.of("project", "steward", "expert")) {
            assertThat(kickOff(
                                    RITA,
                                    group("it-set") + ", {\"name\": \"" + parameter
                                            + "\", \"valueString\": \"default\"}")
                            .problem())
                    .isEqualTo("parameter-unknown");
        }
    }

    @Test
    void whatIsBroughtHasTokensOfItsOwn() {
        String brought = """
                {"resourceType": "Parameters", "parameter": [{"name": "policy", "valueString": "safe-harbor"},
                 {"name": "identifiableData", "resource": {"resourceType": "Bundle", "type": "collection", "entry": [
                   {"resource": {"resourceType": "Patient", "id": "it-set-ann"}},
                   {"resource": {"resourceType": "Observation", "id": "o", "status": "final", "code": {"text": "x"},
                     "subject": {"reference": "Patient/it-set-ann"}}}]}}]}
                """;
        JsonNode first = RITA.post("/fhir/$deidentify", brought).json().at("/parameter/0/resource/entry");
        JsonNode second = RITA.post("/fhir/$deidentify", brought).json().at("/parameter/0/resource/entry");
        String token = first.at("/0/resource/id").asText();

        assertThat(token).isNotEmpty();
        assertThat(first.at("/1/resource/subject/reference").asText()).isEqualTo("Patient/" + token);
        assertThat(second.at("/0/resource/id").asText()).isNotEmpty().isNotEqualTo(token);
        assertThat(files(manifest(kickOff(RITA, group("it-set"))))).doesNotContain(token);
    }

    @Test
    void expertDeterminationNeedsAnExpert() {
        Answer refused = kickOff(RITA, "expert-determination", group("it-set"));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("determination-missing");
    }

    private static String reidentify(String parameters) {
        return "{\"resourceType\": \"Parameters\", \"parameter\": [" + parameters + "]}";
    }

    private static String text(String name, String value) {
        return "{\"name\": \"" + name + "\", \"valueString\": \"" + value + "\"}";
    }

    @Test
    void aTokenLeadsBackWhenTwoOthersAgree() {
        String file =
                path(manifest(kickOff(RITA, group("it-set") + ", {\"name\": \"_type\", \"valueString\": \"Patient\"}"))
                        .at("/output/0/url")
                        .asText());
        String patients = RITA.get(file).body();
        String dataSet = "DataSet/" + file.replaceFirst(".*/datasets/([0-9a-f-]{36}).*", "$1");
        String token =
                json(patients.lines().findFirst().orElseThrow()).path("id").asText();
        Client audrey = Client.as("audrey", "user/Task.rus user/AuditEvent.rs");
        Client sofia = Client.as("sofia", "user/Device.rs");

        String reason = text("token", token) + "," + text("reason", "finding") + ","
                + text("text", "A finding that must be treated.");
        assertThat(RITA.post("/fhir/$reidentify", reidentify(reason)).problem()).isEqualTo("dataset-invalid");
        Answer asked = RITA.post("/fhir/$reidentify", reidentify(text("dataset", dataSet) + "," + reason));
        assertThat(asked.status()).as(asked::body).isEqualTo(200);
        String request = asked.json().at("/parameter/0/valueString").asText();
        String look = reidentify(text("request", request));
        String approve = reidentify(text("request", request) + "," + text("decision", "approve"));
        assertThat(audrey.get("/fhir/Task/" + request).body()).contains("reidentify-review", "requested");
        assertThat(RITA.post("/fhir/$reidentify", look).body())
                .contains("pending")
                .doesNotContain("Patient/");
        assertThat(RITA.post("/fhir/$reidentify", approve).status()).isEqualTo(403);
        assertThat(Client.as("max", "user/Device.rs")
                        .post("/fhir/$reidentify", approve)
                        .status())
                .isEqualTo(403);
        assertThat(sofia.post("/fhir/$reidentify", look).body()).contains(dataSet, "safe-harbor", "ResearchStudy/");
        assertThat(sofia.post("/fhir/$reidentify", approve).body()).contains("pending");
        assertThat(audrey.post("/fhir/$reidentify", approve).body()).contains("open");

        assertThat(RITA.post("/fhir/$reidentify", look).body()).contains("Patient/it-set-", token);
        assertThat(sofia.post("/fhir/$reidentify", look).body()).doesNotContain("Patient/it-set-");
        assertThat(Client.as("rita", "user/*.rs")
                        .post("/fhir/$reidentify", look)
                        .body())
                .contains("Patient/it-set-");
        assertThat(audrey.get("/fhir/AuditEvent?agent=Practitioner/rita&_count=50")
                        .body())
                .contains("$reidentify", request);
    }

    @Test
    void aCountIsNoisyAndHasABudget() {
        String question = reidentify("%s, {\"name\": \"epsilon\", \"valueDecimal\": 0.5}"
                .formatted(
                        text("query", "Observation?code=http://loinc.org|39156-5&value-quantity=31&date=2026-03-14")));
        Answer counted = RITA.post("/fhir/$cohort-count", question);
        assertThat(counted.status()).as(counted::body).isEqualTo(200);
        assertThat(counted.body()).contains("discrete-laplace", "\"remaining\"");
        // Of the few patients here; noise of 60 or more at this epsilon comes once in 10^13 runs.
        assertThat(counted.json().at("/parameter/0/valueInteger").asInt()).isBetween(0, 63);
        assertThat(RITA.post("/fhir/$cohort-count", question).status()).isEqualTo(200);
        Answer spent = RITA.post("/fhir/$cohort-count", question);
        assertThat(spent.status()).isEqualTo(403);
        assertThat(spent.problem()).isEqualTo("budget-spent");
        assertThat(RITA.post(
                                "/fhir/$cohort-count",
                                reidentify(
                                        text("query", "Observation?patient.family=x") + "," + text("epsilon", "0.1")))
                        .problem())
                .isEqualTo("chain-closed");
        assertThat(RITA.post(
                                "/fhir/$cohort-count",
                                reidentify(
                                        text("query", "Observation?subject%2Ename=x") + "," + text("epsilon", "0.1")))
                        .problem())
                .isEqualTo("chain-closed");
        assertThat(Client.as("alice", "user/*.rs")
                        .post("/fhir/$cohort-count", question)
                        .status())
                .isEqualTo(403);
    }
}
