package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.firewarden.control.Control;
import org.firewarden.it.Client.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The privacy officer learns why, and what the server then answers is what was explained. */
@Control("164.308(a)(4)")
class ExplainAccessIT {

    private static Answer explain(String patient, String query) {
        return Client.as("audrey", "user/AuditEvent.rs").get("/fhir/Patient/" + patient + "/$explain-access?" + query);
    }

    private static JsonNode parameter(JsonNode parameters, String name) {
        for (JsonNode parameter : parameters.path("parameter")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter;
            }
        }
        return MissingNode.getInstance();
    }

    /** Each step as {@code kind name outcome source}. */
    private static List<String> steps(JsonNode parameters) {
        List<String> steps = new ArrayList<>();
        for (JsonNode parameter : parameters.path("parameter")) {
            if (parameter.path("name").asText().equals("step")) {
                steps.add(part(parameter, "kind") + " " + part(parameter, "name") + " " + part(parameter, "outcome")
                        + " " + part(parameter, "source"));
            }
        }
        return steps;
    }

    private static String part(JsonNode step, String name) {
        for (JsonNode part : step.path("part")) {
            if (part.path("name").asText().equals(name)) {
                return part.has("valueReference")
                        ? part.at("/valueReference/reference").asText()
                        : part.path("valueCode").asText(part.path("valueString").asText());
            }
        }
        return "-";
    }

    @Test
    void aMissingRelationshipIsNamed() {
        Answer answer = explain("demo-prevent", "user=Practitioner/cody&subject=cody&role=clinician&purpose=TREAT");

        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        assertThat(parameter(answer.json(), "decision").path("valueCode").asText())
                .isEqualTo("deny");
        assertThat(parameter(answer.json(), "reason").path("valueCode").asText())
                .isEqualTo("care-relationship");
        assertThat(steps(answer.json()))
                .contains(
                        "policy-rule clinician deny:care-relationship -",
                        "relationship Patient/demo-prevent not-in-care -");
    }

    @Test
    void aRelationshipIsNamedWithItsSource() {
        Answer answer = explain("demo-prevent", "user=Practitioner/alice&role=clinician");

        assertThat(parameter(answer.json(), "decision").path("valueCode").asText())
                .isEqualTo("permit");
        assertThat(parameter(answer.json(), "decidedBy").path("valueString").asText())
                .isEqualTo("clinician");
        assertThat(steps(answer.json()))
                .contains(
                        "relationship Practitioner/alice in-care CareTeam/alice-demo-prevent",
                        "relationship Organization/4e880cb9-1ca0-3582-b8cf-8a59b0d2b878 in-care Patient/demo-prevent");
        assertThat(explain("demo-pat", "user=Practitioner/cody&role=clinician").body())
                .contains("\"permit\"");
    }

    @Test
    void theConsentThatDeniesIsNamedAndNothingOfTheRecordIsTold() {
        Answer answer = explain("demo-denied", "user=Practitioner/alice&role=clinician&purpose=HPAYMT");

        assertThat(parameter(answer.json(), "reason").path("valueCode").asText())
                .isEqualTo("consent");
        assertThat(parameter(answer.json(), "decidedBy")
                        .at("/valueReference/reference")
                        .asText())
                .isEqualTo("Consent/demo-denied-privacy");
        assertThat(steps(answer.json())).contains("consent Consent/demo-denied-privacy denies -");
        assertThat(answer.body()).doesNotContain("Mares", "birthDate");
        assertThat(Client.as("alice", "user/*.rs", "HPAYMT")
                        .get("/fhir/Patient/demo-denied")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aPostWithAResourceAndNarrowScopesIsExplainedToo() {
        Client.loader().put("/fhir/Observation/it-explain", """
                        {"resourceType": "Observation", "id": "it-explain", "status": "final", "code": {"text": "x"},
                         "subject": {"reference": "Patient/demo-prevent"}}
                        """);
        Answer answer =
                Client.as("audrey", "user/AuditEvent.rs").post("/fhir/Patient/demo-prevent/$explain-access", """
                        {"resourceType": "Parameters", "parameter": [
                          {"name": "user", "valueReference": {"reference": "Practitioner/alice"}},
                          {"name": "role", "valueCode": "clinician"},
                          {"name": "scope", "valueString": "user/Patient.rs"},
                          {"name": "interaction", "valueCode": "update"},
                          {"name": "resource", "valueReference": {"reference": "Observation/it-explain"}}]}
                        """);

        assertThat(answer.status()).as(answer::body).isEqualTo(200);
        assertThat(parameter(answer.json(), "reason").path("valueCode").asText())
                .isEqualTo("missing-scope");
        assertThat(steps(answer.json())).contains("scope user/Patient.rs missing-scope -");
    }

    @Test
    void onlyThePrivacyOfficerAsks() {
        String path = "/fhir/Patient/demo-prevent/$explain-access?role=clinician";
        Map<String, String> scopes = Map.of(
                "alice",
                "user/*.cruds",
                "cody",
                "user/*.cruds",
                "pat",
                "patient/*.rs",
                "rita",
                "user/*.rs",
                "max",
                "user/Device.rs",
                "loader",
                "system/*.cruds");
        scopes.forEach((user, scope) ->
                assertThat(Client.as(user, scope).get(path).status()).as(user).isEqualTo(403));
        assertThat(Client.as("audrey", "user/Task.r").get(path).status()).isEqualTo(403);
        assertThat(Client.anonymous().get(path).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "role=emperor",
                "role=clinician&purpose=FUN",
                "role=clinician&user=cody",
                "role=clinician&resource=Observation",
                "role=clinician&interaction=burn",
                "role=clinician&patient-context=%2F"
            })
    void badInputIsNamed(String query) {
        Answer answer = explain("demo-prevent", query);

        assertThat(answer.status()).as(answer::body).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("explain-parameter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Observation/absent", "Patient/demo-pat", "Nonsense/1"})
    void aResourceThatIsNotThePatientsIsNotThere(String resource) {
        assertThat(explain("demo-prevent", "role=clinician&resource=" + resource)
                        .status())
                .isEqualTo(404);
    }
}
