package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people ask the ledger: to whom their data went, and whose data somebody saw. */
@Control("164.528")
class DisclosuresIT {

    private static Client audrey() {
        return Client.as("audrey", "user/AuditEvent.rs user/Task.rus");
    }

    private static Client pat() {
        return Client.as("pat", "patient/*.rs");
    }

    private static String parameters(Map<String, String> values) {
        ObjectNode body = Client.JSON.createObjectNode().put("resourceType", "Parameters");
        values.forEach((name, value) ->
                body.withArray("parameter").addObject().put("name", name).put("valueString", value));
        return body.toString();
    }

    private static Answer record(String patient, String basis, String recipient) {
        return audrey().post(
                        "/fhir/Patient/" + patient + "/$record-disclosure",
                        parameters(Map.of(
                                "basis",
                                basis,
                                "recipient",
                                recipient,
                                "what",
                                "Laboratory report",
                                "purpose",
                                "On demand")));
    }

    private static Answer affected(Map<String, String> values) {
        return audrey().post("/fhir/$affected-patients", parameters(values));
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
    }

    /** The values of a part of all parameters of this name. */
    private static List<String> parts(JsonNode parameters, String name, String part) {
        List<String> values = new ArrayList<>();
        for (JsonNode parameter : parameters.path("parameter")) {
            for (JsonNode each : parameter.path("part")) {
                if (parameter.path("name").asText().equals(name)
                        && each.path("name").asText().equals(part)) {
                    values.add(
                            each.has("valueReference")
                                    ? each.at("/valueReference/reference").asText()
                                    : each.has("valueCoding")
                                            ? each.at("/valueCoding/code").asText()
                                            : each.path("valueString").asText());
                }
            }
        }
        return values;
    }

    private static JsonNode parameter(JsonNode parameters, String name) {
        for (JsonNode parameter : parameters.path("parameter")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter;
            }
        }
        throw new AssertionError("no parameter " + name + " in " + parameters);
    }

    private static void patient(String id, String practitioner) {
        Answer answer = Client.loader().put("/fhir/Patient/" + id, """
                {"resourceType": "Patient", "id": "%s", "generalPractitioner": [{"reference": "Practitioner/%s"}]}
                """.formatted(id, practitioner));
        assertThat(answer.status()).as(answer::body).isIn(200, 201);
    }

    @Test
    void aPatientLearnsToWhomTheDataWentAndNotWhatIsSuspended() {
        assertThat(record("demo-pat", "public-health", "it-county-health").status())
                .isEqualTo(200);
        assertThat(record("demo-pat", "law-enforcement", "it-sheriff").status()).isEqualTo(200);
        assertThat(record("demo-pat", "national-security", "it-secret-service").status())
                .isEqualTo(200);
        Answer told = pat().get("/fhir/Patient/demo-pat/$disclosures");
        assertThat(told.status()).as(told::body).isEqualTo(200);
        assertThat(parts(told.json(), "disclosure", "recipient"))
                .contains("it-county-health", "it-sheriff")
                .doesNotContain("it-secret-service");
        assertThat(parts(told.json(), "disclosure", "what")).contains("Laboratory report");
        assertThat(parts(told.json(), "disclosure", "purpose")).contains("On demand");
        assertThat(parts(told.json(), "disclosure", "basis")).contains("public-health", "law-enforcement");

        Answer suspended = audrey().post(
                        "/fhir/Patient/demo-pat/$suspend-disclosures",
                        parameters(Map.of(
                                "basis",
                                "law-enforcement",
                                "statement",
                                "written",
                                "official",
                                "Detective Doe",
                                "end",
                                Instant.now().plus(60, ChronoUnit.DAYS).toString())));
        assertThat(suspended.status()).as(suspended::body).isEqualTo(200);
        told = pat().get("/fhir/Patient/demo-pat/$disclosures");
        assertThat(told.body())
                .contains("it-county-health")
                .doesNotContain("it-sheriff", "law-enforcement", "suspended");
        assertThat(audrey().get("/fhir/Patient/demo-pat/$disclosures").body())
                .contains("it-county-health", "it-sheriff", "suspendedUntil");
        // Nor does the own view of the trail tell.
        assertThat(pat().get("/fhir/AuditEvent?_count=1000&_total=accurate").body())
                .doesNotContain("it-sheriff", "law-enforcement", "$suspend-disclosures", "$record-disclosure");
        assertThat(audrey().get("/fhir/AuditEvent?patient=demo-pat&type=110106&_count=100")
                        .body())
                .contains("law-enforcement");
    }

    @Test
    void theCallItselfIsAnEvent() {
        String before = now();
        assertThat(pat().get("/fhir/Patient/demo-pat/$disclosures").status()).isEqualTo(200);
        assertThat(audrey().get("/fhir/AuditEvent?patient=demo-pat&_count=50&date=ge" + before)
                        .body())
                .contains("$disclosures");
    }

    @Test
    void whoIsNotEntitledLearnsNothing() {
        patient("it-disclosed", "alice");
        Answer other = pat().get("/fhir/Patient/it-disclosed/$disclosures");
        Answer absent = pat().get("/fhir/Patient/it-is-not-there/$disclosures");
        assertThat(other.status()).isEqualTo(404);
        assertThat(HiddenRecord.shape(other)).isEqualTo(HiddenRecord.shape(absent));
        assertThat(audrey().get("/fhir/Patient/it-is-not-there/$disclosures").status())
                .isEqualTo(404);
        assertThat(audrey().get("/fhir/Patient/it-disclosed/$disclosures").status())
                .isEqualTo(200);
        Map<String, String> scopes = Map.of(
                "alice", "user/*.cruds", "rita", "user/*.rs", "max", "user/Device.rs", "loader", "system/*.cruds");
        scopes.forEach((user, scope) -> {
            assertThat(Client.as(user, scope)
                            .get("/fhir/Patient/it-disclosed/$disclosures")
                            .status())
                    .as(user)
                    .isEqualTo(403);
            assertThat(Client.as(user, scope)
                            .post("/fhir/$affected-patients", parameters(Map.of("actor", "cody")))
                            .status())
                    .as(user)
                    .isEqualTo(403);
        });
        assertThat(Client.anonymous().get("/fhir/Patient/demo-pat/$disclosures").status())
                .isEqualTo(401);
        assertThat(Client.as("audrey", "user/Task.r")
                        .post("/fhir/$affected-patients", parameters(Map.of("actor", "cody")))
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "start=2026-02-31",
                "since=2026-01-01",
                "start=2026-02-02&end=2026-02-01",
                "start=2026&start=2025"
            })
    void badInputIsNamed(String query) {
        Answer answer = pat().get("/fhir/Patient/demo-pat/$disclosures?" + query);

        assertThat(answer.status()).as(answer::body).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("operation-parameter");
    }

    @Test
    @Control("164.404")
    void exactlyThosePatientsAreAffectedWhoWereSeen() {
        patient("it-affected-a", "cody");
        patient("it-affected-b", "cody");
        patient("it-affected-not-asked", "cody");
        patient("it-affected-hidden", "alice");
        Client cody = Client.as("cody", "user/*.rs");
        assertThat(cody.get("/fhir/Patient/it-affected-not-asked").status()).isEqualTo(200);
        String start = now();
        assertThat(cody.get("/fhir/Patient/it-affected-a").status()).isEqualTo(200);
        assertThat(cody.get("/fhir/Patient?_id=it-affected-a,it-affected-b,it-affected-hidden")
                        .json()
                        .path("entry"))
                .hasSize(2);
        assertThat(cody.get("/fhir/Patient/it-affected-hidden").status()).isEqualTo(404);
        String end = now();
        assertThat(cody.get("/fhir/Patient/it-affected-not-asked").status()).isEqualTo(200);

        for (String actor : List.of("cody", "Practitioner/cody")) {
            Answer answer = affected(Map.of("actor", actor, "start", start, "end", end));
            assertThat(answer.status()).as(answer::body).isEqualTo(200);
            assertThat(new TreeSet<>(parts(answer.json(), "patient", "reference")))
                    .containsExactly("Patient/it-affected-a", "Patient/it-affected-b");
            assertThat(parameter(answer.json(), "count").path("valueInteger").asInt())
                    .isEqualTo(2);
        }
        assertThat(affected(Map.of("actor", "nobody", "start", start, "end", end))
                        .body())
                .doesNotContain("Patient/");
    }

    @Test
    @Control("164.404")
    void anAssessmentOpensWithItsClockAndEndsWithFourFactors() {
        Answer opened = affected(Map.of(
                "actor",
                "Practitioner/cody",
                "start",
                "2026-01-01",
                "end",
                "2026-01-02",
                "assess",
                "true",
                "discovered",
                "2026-01-10T12:00:00Z"));
        assertThat(opened.status()).as(opened::body).isEqualTo(200);
        String assessment = parameter(opened.json(), "breach-assessment")
                .at("/valueReference/reference")
                .asText();
        String notification = parameter(opened.json(), "breach-notification")
                .at("/valueReference/reference")
                .asText();
        Answer clock = audrey().get("/fhir/" + notification);
        assertThat(clock.status()).as(clock::body).isEqualTo(200);
        assertThat(Instant.parse(
                        clock.json().at("/restriction/period/end").asText().replace("+00:00", "Z")))
                .isEqualTo(Instant.parse("2026-03-11T12:00:00Z"));

        ObjectNode task = (ObjectNode) audrey().get("/fhir/" + assessment).json();
        task.put("status", "completed");
        assertThat(audrey().put("/fhir/" + assessment, task.toString()).problem())
                .isEqualTo("breach-task-fixed");
        for (String factor : List.of("nature-and-extent", "unauthorized-person", "acquired-or-viewed", "mitigation")) {
            ObjectNode output = task.withArray("output").addObject();
            output.put("valueString", "considered");
            output.withObject("/type")
                    .withArray("coding")
                    .addObject()
                    .put("system", "https://firewarden.org/breach-factor")
                    .put("code", factor);
        }
        assertThat(Client.loader().put("/fhir/" + assessment, task.toString()).status())
                .isEqualTo(403);
        Answer completed = audrey().put("/fhir/" + assessment, task.toString());
        assertThat(completed.status()).as(completed::body).isEqualTo(200);
        assertThat(Client.loader().delete("/fhir/" + notification).status()).isEqualTo(403);
        assertThat(Client.as("alice", "user/*.rs").get("/fhir/" + notification).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"actor\": \"cody\", \"start\": \"2026-02-02T00:00:00Z\", \"end\": \"2026-02-01T00:00:00Z\"}",
                "{\"actor\": \"cody\", \"start\": \"2026-02-02T00:00:00Z\"}",
                "{\"start\": \"2026-02-01\", \"end\": \"2026-02-02\"}",
                "{\"actor\": \"cody\", \"start\": \"yesterday\", \"end\": \"2026-02-02\"}",
                "{\"actor\": \"cody\", \"start\": \"2026-02-01\", \"end\": \"2026-02-02\", \"patient\": \"demo-pat\"}",
                "{\"actor\": \"cody\", \"start\": \"2026-02-01\", \"end\": \"2026-02-02\", \"assess\": \"perhaps\"}"
            })
    void badQuestionsAreNamed(String values) throws Exception {
        Map<String, String> asked = new HashMap<>();
        Client.JSON
                .readTree(values)
                .properties()
                .forEach(each -> asked.put(each.getKey(), each.getValue().asText()));

        Answer answer = affected(asked);

        assertThat(answer.status()).as(answer::body).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("operation-parameter");
        assertThat(answer.body()).doesNotContain("demo-pat");
    }
}
