package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Emergency access, from the refusal to the review. */
@Control("164.312(a)(2)(ii)")
class BreakGlassIT {

    private static final String TEXT = "Unconscious, medication unknown";
    private static final String BODY = """
            {"resourceType": "Parameters", "parameter": [
              {"name": "reason", "valueCoding": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
                                                 "code": "ETREAT"}},
              {"name": "text", "valueString": "%s"}]}
            """.formatted(TEXT);

    private static Client user(String name, String scope, String acr) {
        return Client.with(Client.anonymous()
                .form("/demo/token", Map.of("user", name, "scope", scope, "acr", acr))
                .json()
                .path("access_token")
                .asText());
    }

    private static Client cody() {
        return user("cody", "user/*.cruds", "urn:firewarden:acr:step-up");
    }

    private static Client audrey() {
        return Client.as("audrey", "user/AuditEvent.rs user/Task.rus");
    }

    private static void put(String path, String content) {
        Answer answer = Client.loader().put("/fhir/" + path, content);
        assertThat(answer.status()).as(answer::body).isIn(200, 201);
    }

    /** A patient of alice's, whom cody does not see. */
    private static String patient(String id) {
        put("Patient/" + id, """
                {"resourceType": "Patient", "id": "%s", "generalPractitioner": [{"reference": "Practitioner/alice"}]}
                """.formatted(id));
        put("Observation/" + id, """
                {"resourceType": "Observation", "id": "%1$s", "status": "final", "code": {"text": "weight"},
                 "subject": {"reference": "Patient/%1$s"}}
                """.formatted(id));
        assertThat(cody().get("/fhir/Patient/" + id).status()).isEqualTo(404);
        return id;
    }

    private static JsonNode open(String id) {
        Answer answer = cody().post("/fhir/Patient/" + id + "/$break-glass", BODY);
        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode parameter(JsonNode parameters, String name) {
        for (JsonNode parameter : parameters.path("parameter")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter;
            }
        }
        throw new AssertionError("no parameter " + name + " in " + parameters);
    }

    @Test
    void itOpensExactlyOnePatientToExactlyOneCaller() {
        String open = patient("it-glass-open");
        String closed = patient("it-glass-closed");
        JsonNode answer = open(open);

        assertThat(Duration.between(
                        Instant.now(),
                        Instant.parse(parameter(answer, "expires")
                                .path("valueInstant")
                                .asText())))
                .isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
        Client cody = Client.as("cody", "user/*.cruds");
        assertThat(cody.get("/fhir/Patient/" + open).status()).isEqualTo(200);
        assertThat(cody.get("/fhir/Observation?patient=" + open).json().path("entry"))
                .hasSize(1);
        assertThat(cody.get("/fhir/Patient/" + open + "/$everything").status()).isEqualTo(200);
        assertThat(cody.get("/fhir/Patient/" + closed).status()).isEqualTo(404);
        assertThat(cody.get("/fhir/Observation?patient=" + closed).json().path("entry"))
                .isEmpty();
        assertThat(Client.as("cody", "user/*.rs", "HPAYMT")
                        .get("/fhir/Patient/" + open)
                        .status())
                .isEqualTo(404);
        assertThat(Client.as("rita", "user/*.rs").get("/fhir/Patient/" + open).status())
                .isEqualTo(404);
    }

    @Test
    void itWritesTheEmergencyDownAndNothingThatWouldOutlastIt() {
        String id = patient("it-glass-write");
        open(id);
        Client cody = Client.as("cody", "user/*.cruds");

        assertThat(cody.post("/fhir/Observation", """
                        {"resourceType": "Observation", "status": "final", "code": {"text": "x"},
                         "subject": {"reference": "Patient/%s"}}
                        """.formatted(id)).status()).isEqualTo(201);
        assertThat(cody.post("/fhir/Encounter", """
                        {"resourceType": "Encounter", "status": "in-progress", "class": {"code": "AMB"},
                         "subject": {"reference": "Patient/%s"},
                         "participant": [{"individual": {"reference": "Practitioner/cody"}}]}
                        """.formatted(id)).status()).isEqualTo(422);
        assertThat(cody.put("/fhir/Patient/" + id, """
                        {"resourceType": "Patient", "id": "%s",
                         "generalPractitioner": [{"reference": "Practitioner/cody"}]}
                        """.formatted(id)).status()).isEqualTo(404);
    }

    @Test
    void aWeakSignInIsSentToAStrongerOne() {
        String id = patient("it-glass-weak");
        Answer refused = Client.as("cody", "user/*.cruds").post("/fhir/Patient/" + id + "/$break-glass", BODY);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("step-up-required");
        assertThat(refused.header("WWW-Authenticate"))
                .startsWith("Bearer error=\"insufficient_user_authentication\"")
                .contains("acr_values=\"urn:firewarden:acr:step-up");
        assertThat(cody().get("/fhir/Patient/" + id).status()).isEqualTo(404);
        assertThat(events(id, "Practitioner/cody"))
                .anySatisfy(event -> assertThat(event.toString()).contains("$break-glass", "step-up-required"));
    }

    @Test
    void nobodyButAClinicianBreaksTheGlass() {
        String id = patient("it-glass-others");
        Map<String, String> scopes = Map.of(
                "pat",
                "patient/*.rs",
                "rita",
                "user/*.rs",
                "audrey",
                "user/Task.rus",
                "max",
                "user/Device.rs",
                "loader",
                "system/*.cruds");
        scopes.forEach((user, scope) -> {
            Answer answer =
                    user(user, scope, "urn:firewarden:acr:step-up").post("/fhir/Patient/" + id + "/$break-glass", BODY);
            assertThat(answer.status()).as(user).isEqualTo(403);
        });
        assertThat(Client.anonymous()
                        .post("/fhir/Patient/" + id + "/$break-glass", BODY)
                        .status())
                .isEqualTo(401);
        assertThat(user("cody", "user/Observation.rs", "urn:firewarden:acr:step-up")
                        .post("/fhir/Patient/" + id + "/$break-glass", BODY)
                        .problem())
                .isEqualTo("insufficient-scope");
    }

    @Test
    void badInputIsNamedAndOpensNothing() {
        String id = patient("it-glass-bad");
        String path = "/fhir/Patient/" + id + "/$break-glass";
        for (String body : List.of(
                "{\"resourceType\": \"Parameters\"}",
                "{\"resourceType\": \"Bundle\", \"type\": \"collection\"}",
                BODY.replace("ETREAT", "TREAT"),
                BODY.replace("ETREAT", "x".repeat(5000)),
                BODY.replace("v3-ActReason", "other"),
                BODY.replace(TEXT, "short"),
                BODY.replace(TEXT, "x".repeat(1001)),
                BODY.replace("valueString", "valueInteger").replace("\"" + TEXT + "\"", "5"),
                "{")) {
            assertThat(cody().post(path, body).status()).as(body).isEqualTo(400);
        }
        assertThat(cody().get(path).status()).isEqualTo(405);
        assertThat(cody().post("/fhir/Patient/it-glass-absent/$break-glass", BODY)
                        .status())
                .isEqualTo(404);
        assertThat(cody().get("/fhir/Patient/" + id).status()).isEqualTo(404);
    }

    @Test
    void part2StaysClosed() {
        String id = patient("it-glass-part2");
        put("Observation/it-glass-part2-label", """
                {"resourceType": "Observation", "id": "it-glass-part2-label", "status": "final",
                 "meta": {"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                                        "code": "42CFRPart2"}]},
                 "code": {"text": "x"}, "subject": {"reference": "Patient/%s"}}
                """.formatted(id));
        open(id);
        Client cody = Client.as("cody", "user/*.rs");

        assertThat(cody.get("/fhir/Observation/" + id).status()).isEqualTo(200);
        assertThat(cody.get("/fhir/Observation/it-glass-part2-label").status()).isEqualTo(404);
        assertThat(cody.get("/fhir/Observation?patient=" + id).body()).doesNotContain("it-glass-part2-label");
    }

    @Test
    void eachEventUnderTheGrantIsMarked() {
        String id = patient("it-glass-marked");
        String grant = parameter(open(id), "grant").path("valueString").asText();
        Client cody = Client.as("cody", "user/*.rs");
        cody.get("/fhir/Patient/" + id);
        cody.get("/fhir/Observation?patient=" + id);

        List<JsonNode> marked = events(id, "Practitioner/cody").stream()
                .filter(event -> event.toString().contains(grant))
                .toList();
        assertThat(marked)
                .extracting(event -> event.at("/subtype/0/code").asText())
                .contains("110127", "read", "search-type"); // DCM: emergency override started
        assertThat(marked)
                .allSatisfy(event -> assertThat(event.path("purposeOfEvent").findValuesAsText("code"))
                        .contains("BTG"));
        Client.as("alice", "user/*.rs").get("/fhir/Patient/" + id);
        assertThat(events(id, "Practitioner/alice"))
                .isNotEmpty()
                .noneMatch(event -> event.toString().contains("BTG"));
    }

    @Test
    void thePrivacyOfficerReviewsAndWithdraws() {
        String id = patient("it-glass-review");
        JsonNode opened = open(id);
        String path = "/fhir/"
                + parameter(opened, "review").at("/valueReference/reference").asText();
        assertThat(audrey().get("/fhir/Task?patient=" + id).json().path("entry"))
                .hasSize(1);
        Answer task = audrey().get(path);
        assertThat(task.status()).isEqualTo(200);
        assertThat(task.body()).contains("Patient/" + id).doesNotContain("Unconscious");
        Answer grant = audrey().get(path + "/$break-glass-grant");
        assertThat(parameter(grant.json(), "text").path("valueString").asText()).isEqualTo(TEXT);
        assertThat(Client.as("cody", "user/*.rs")
                        .get(path + "/$break-glass-grant")
                        .status())
                .isEqualTo(403);

        ObjectNode changed = (ObjectNode) task.json();
        changed.withObject("/for").put("reference", "Patient/demo-pat");
        assertThat(audrey().put(path, changed.toString()).problem()).isEqualTo("review-task-fixed");
        changed = (ObjectNode) task.json();
        changed.put("status", "completed");
        assertThat(cody().put(path, changed.toString()).status()).isEqualTo(403);
        assertThat(Client.loader().put(path, changed.toString()).status()).isEqualTo(403);
        assertThat(Client.loader().delete(path).status()).isEqualTo(403);
        changed.put("status", "accepted");
        changed.withObject("/businessStatus")
                .withArray("coding")
                .addObject()
                .put("system", "https://firewarden.org/break-glass-review")
                .put("code", "withdrawn");
        assertThat(Client.as("cody", "user/*.rs").get("/fhir/Patient/" + id).status())
                .isEqualTo(200);
        Answer withdrawn = audrey().put(path, changed.toString());
        assertThat(withdrawn.status()).as(withdrawn::body).isEqualTo(200);
        assertThat(Client.as("cody", "user/*.rs").get("/fhir/Patient/" + id).status())
                .isEqualTo(404);
        assertThat(outcomes(opened)).containsExactly("WITHDRAWN");
        assertThat(Client.as("audrey", "user/AuditEvent.rs")
                        .get("/fhir/AuditEvent?subtype=break-glass-review&patient=Patient/" + id)
                        .body())
                .contains("withdrawn", path.substring("/fhir/".length()));

        changed = (ObjectNode) audrey().get(path).json();
        changed.put("status", "completed");
        Answer completed = audrey().put(path, changed.toString());
        assertThat(completed.status()).as(completed::body).isEqualTo(200);
        assertThat(outcomes(opened)).containsExactlyInAnyOrder("WITHDRAWN", "REVIEWED");
    }

    @Test
    void theReviewOfAPatientWhoDeniesOthersIsSeenAllTheSameAndNoOtherTaskIs() {
        patient("it-glass-denied");
        put("Consent/it-glass-denied", """
                {"resourceType": "Consent", "id": "it-glass-denied", "status": "active",
                 "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope",
                                       "code": "patient-privacy"}]},
                 "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                 "patient": {"reference": "Patient/it-glass-denied"}, "provision": {"type": "deny"}}
                """);
        put("Task/it-glass-other", """
                {"resourceType": "Task", "id": "it-glass-other", "status": "requested", "intent": "order",
                 "for": {"reference": "Patient/it-glass-denied"}}
                """);
        String review = parameter(open("it-glass-denied"), "review")
                .at("/valueReference/reference")
                .asText();

        assertThat(audrey().get("/fhir/" + review).status()).isEqualTo(200);
        assertThat(audrey().get("/fhir/Task/it-glass-other").status()).isEqualTo(404);
        assertThat(audrey().get("/fhir/Task?_count=100").body())
                .contains(review)
                .doesNotContain("it-glass-other");
        assertThat(audrey().get("/fhir/Patient/it-glass-denied").status()).isEqualTo(403);
        assertThat(audrey().post(
                                "/fhir/Task",
                                "{\"resourceType\": \"Task\", \"status\": \"draft\", \"intent\": \"order\"}")
                        .status())
                .isEqualTo(403);
        assertThat(Client.loader().put("/fhir/Task/it-glass-forged", """
                        {"resourceType": "Task", "id": "it-glass-forged", "status": "requested", "intent": "order",
                         "code": {"coding": [{"system": "https://firewarden.org/task", "code": "break-glass-review"}]}}
                        """).status())
                .isEqualTo(403);
    }

    @Test
    void theAlarmRingsAndALateReviewDegradesTheServer() {
        String id = patient("it-glass-alarm");
        Client root = Client.as("root", "");
        double before = counted(root);
        open(id);
        assertThat(counted(root)).isGreaterThan(before);

        Answer ready = Client.anonymous().get("/actuator/health/readiness");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.json().at("/components/breakGlass/status").asText()).isEqualTo("UP");
        String late = UUID.randomUUID().toString();
        JdbcTemplate jdbc = RunningServer.bean(JdbcTemplate.class);
        jdbc.update(
                "INSERT INTO firewarden.break_glass_grant VALUES (CAST(? AS uuid), 'it', NULL, 'it', 'it-glass-alarm',"
                        + " 'BTG', 'x', now() - interval '25 hours', now() - interval '24 hours', 'it')",
                late);
        ready = Client.anonymous().get("/actuator/health/readiness");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.json().at("/components/breakGlass/status").asText()).isEqualTo("DEGRADED");
        jdbc.update(
                "INSERT INTO firewarden.break_glass_review VALUES (CAST(? AS uuid), 'REVIEWED', 'it', NULL, now())",
                late);
        assertThat(Client.anonymous()
                        .get("/actuator/health/readiness")
                        .json()
                        .at("/components/breakGlass/status")
                        .asText())
                .isEqualTo("UP");
    }

    @Test
    void theTextLiesSealed() {
        String id = patient("it-glass-sealed");
        String grant = parameter(open(id), "grant").path("valueString").asText();

        assertThat(RunningServer.bean(JdbcTemplate.class)
                        .queryForObject(
                                "SELECT CAST(glass AS text) FROM firewarden.break_glass_grant glass"
                                        + " WHERE id = CAST(? AS uuid)",
                                String.class,
                                grant))
                .contains(id)
                .doesNotContain("Unconscious");
    }

    private static List<String> outcomes(JsonNode opened) {
        return RunningServer.bean(JdbcTemplate.class)
                .queryForList(
                        "SELECT outcome FROM firewarden.break_glass_review WHERE grant_id = CAST(? AS uuid)",
                        String.class,
                        parameter(opened, "grant").path("valueString").asText());
    }

    private static double counted(Client root) {
        return root.get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith("firewarden_break_glass_grants_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static List<JsonNode> events(String patient, String agent) {
        List<JsonNode> events = new ArrayList<>();
        Client.as("audrey", "user/AuditEvent.rs")
                .get("/fhir/AuditEvent?agent=" + agent + "&_count=200")
                .json()
                .path("entry")
                .forEach(entry -> {
                    if (entry.toString().contains("Patient/" + patient)) {
                        events.add(entry.path("resource"));
                    }
                });
        return events;
    }
}
