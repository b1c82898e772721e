package org.firewarden.smart.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.firewarden.smart.AppLaunch;
import org.firewarden.smart.Browser;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.Requirement;
import org.firewarden.smart.TestClients;
import org.firewarden.smart.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Launches that an EHR prepares: context, one person, one use. */
class EhrLaunchIT extends AppLaunch {

    private static final String SCOPE = "openid fhirUser launch patient/*.rs user/*.rs";

    @Test
    @Requirement({83, 168, 169, 170, 171, 172, 173, 174, 175, 176, 177, 178, 349, 351, 352, 360, 361, 362})
    void theContextOfTheEhrComesWithTheToken() {
        String launch = launchId("""
            {"user": "Practitioner/alice", "client_id": "demo-app", "patient": "p-7", "encounter": "e-1",
             "fhirContext": [{"reference": "ImagingStudy/i-1"},
               {"identifier": {"system": "urn:s", "value": "9"}, "type": "ServiceRequest", "role": "https://r.example/x"}],
             "need_patient_banner": false, "intent": "reconcile-medications", "tenant": "ward-3",
             "smart_style_url": "https://ehr.example/style.json"}
            """);
        Browser browser = launched("alice", launching(launch));
        assertThat(browser.body()).contains("Let Demo app in?", "Smith, Ann");

        JsonNode json = redeem("demo-app", codeOf(browser.submit(Map.of("action", "allow"))))
                .json();

        assertThat(text(json, "patient")).isEqualTo("p-7");
        assertThat(text(json, "encounter")).isEqualTo("e-1");
        assertThat(text(json, "intent")).isEqualTo("reconcile-medications");
        assertThat(text(json, "tenant")).isEqualTo("ward-3");
        assertThat(text(json, "smart_style_url")).isEqualTo("https://ehr.example/style.json");
        assertThat(json.get("need_patient_banner").isBoolean()).isTrue();
        assertThat(json.get("need_patient_banner").asBoolean()).isFalse();
        assertThat(text(json.at("/fhirContext/0"), "reference")).isEqualTo("ImagingStudy/i-1");
        assertThat(text(json.at("/fhirContext/1"), "role")).isEqualTo("https://r.example/x");
        assertThat(text(getAs(text(json, "access_token"), FHIR + "/Patient").json(), "patient"))
                .isEqualTo("p-7");
        assertThat(introspect(text(json, "access_token")).get("fhirContext")).hasSize(2);
        assertThat(new String(
                        Base64.getUrlDecoder().decode(text(json, "access_token").split("\\.", -1)[1]),
                        StandardCharsets.UTF_8))
                .as("an EHR's word opens no other tenant")
                .contains("\"patient\":\"p-7\"")
                .doesNotContain("ward-3");
        assertThat(events("authorize"))
                .filteredOn(event -> !event.patientIds().isEmpty())
                .isNotEmpty()
                .allSatisfy(event -> {
                    assertThat(event.subject()).isNotNull();
                    assertThat(event.clientId()).isNotNull();
                });
        assertThat(events("launch-prepare")).anySatisfy(event -> {
            assertThat(event.clientId()).isEqualTo("test-ehr");
            assertThat(event.details()).containsEntry("client", "test-ehr");
            assertThat(event.patientIds()).containsExactly("p-7");
        });
    }

    @Test
    void aLaunchIsGoodForOneUse() {
        String launch = launchId("{\"user\": \"alice\", \"patient\": \"p-7\"}");
        Browser first = launched("alice", launching(launch));
        Browser second = launched("alice", launching(launch));

        assertThat(first.submit(Map.of("action", "allow")).answer()).containsKey("code");
        assertThat(second.submit(Map.of("action", "allow")).answer()).containsEntry("error", "invalid_request");
        assertThat(launched("alice", launching(launch)).answer()).containsEntry("error", "invalid_request");
    }

    @Test
    void aLaunchOfOnePersonIsNoGoodForAnother() {
        String launch = launchId("{\"user\": \"Practitioner/alice\", \"patient\": \"p-7\"}");

        assertThat(launched("cody", launching(launch)).answer()).containsEntry("error", "invalid_request");
        assertThat(launched("alice", launching(launch)).body()).contains("Let Demo app in?");
    }

    @Test
    void aPatientIsNotLedIntoAnotherPatientsContext() {
        String launch = launchId("{\"user\": \"pat\", \"patient\": \"p-7\"}");
        assertThat(launched("pat", launching(launch)).answer()).containsEntry("error", "invalid_request");

        String own = launchId("{\"user\": \"pat\", \"patient\": \"pat-1\"}");
        assertThat(launched("pat", launching(own)).body()).contains("Let Demo app in?");
    }

    @Test
    void aLaunchOfOneAppIsNoGoodForAnother() {
        String launch = launchId("{\"user\": \"alice\", \"client_id\": \"key-app\", \"patient\": \"p-7\"}");

        assertThat(launched("alice", launching(launch)).answer()).containsEntry("error", "invalid_request");
    }

    @Test
    void aLaunchThatNobodyPreparedIsRefused() {
        assertThat(launched("alice", launching("guessed")).answer()).containsEntry("error", "invalid_request");
    }

    @Test
    void onlyAnEhrPreparesLaunches() {
        String body = "{\"user\": \"alice\"}";
        String address = BASE + Endpoints.LAUNCH;
        assertThat(postJson(address, body).status()).isEqualTo(401);
        assertThat(postJson(address, body, "Authorization", "Bearer " + demoToken("alice", "user/*.rs"))
                        .status())
                .isEqualTo(401);
        String assertion = TestKeys.assertion(TestClients.KEY, "resource-server", address);
        assertThat(postJson(address, body, "Authorization", "Bearer " + assertion)
                        .json()
                        .get("error")
                        .asText())
                .isEqualTo("unauthorized_client");
        String once = TestKeys.assertion(TestClients.KEY, "test-ehr", address);
        assertThat(postJson(address, body, "Authorization", "Bearer " + once).status())
                .isEqualTo(201);
        assertThat(postJson(address, body, "Authorization", "Bearer " + once).status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @Requirement({172, 177, 178, 188, 190})
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "{}",
                "{\"user\": \"alice\", \"patient\": \"../1\"}",
                "{\"user\": \"alice\", \"encounter\": \"e-1\"}",
                "{\"user\": \"alice\", \"made_up\": 1}",
                "{\"user\": \"alice\", \"expires_in\": 999999}",
                "{\"user\": \"alice\", \"need_patient_banner\": \"yes\"}",
                "{\"user\": \"alice\", \"smart_style_url\": \"javascript:alert(1)\"}",
                "{\"user\": \"alice\", \"fhirContext\": {}}",
                "{\"user\": \"alice\", \"fhirContext\": [{}]}",
                "{\"user\": \"alice\", \"fhirContext\": [{\"reference\": \"https://elsewhere.example/X/1\"}]}",
                "{\"user\": \"alice\", \"fhirContext\": [{\"reference\": \"Patient/1\"}]}",
                "{\"user\": \"alice\", \"fhirContext\": [{\"reference\": \"Encounter/1\", \"role\": \"launch\"}]}",
                "{\"user\": \"alice\", \"fhirContext\": [{\"reference\": \"Task/1\", \"role\": \"\"}]}",
                "{\"user\": \"alice\", \"fhirContext\": [{\"reference\": \"Task/1\", \"role\": \"relative\"}]}",
                "{\"user\": \"alice\", \"client_id\": \"nobody\"}"
            })
    void aContextThatIsWrongIsRefusedWithWhatIsWrong(String body) {
        Answer answer = prepare(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").asText()).isEqualTo("invalid_request");
        assertThat(answer.json().get("error_description").asText()).isNotBlank().doesNotContain("alert(1)");
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        assertThat(prepare("{\"patient\": \"../1\", \"intent\": 5, \"expires_in\": 0}")
                        .json()
                        .get("error_description")
                        .asText())
                .contains("user", "patient", "intent", "expires_in");
    }

    private String launchId(String body) {
        Answer answer = prepare(body);
        assertThat(answer.status()).as(answer.response()::body).isEqualTo(201);
        assertThat(answer.json().get("iss").asText()).isEqualTo(FHIR);
        return answer.json().get("launch").asText();
    }

    private static Map<String, String> launching(String launch) {
        Map<String, String> request = request("demo-app", SCOPE);
        request.put("launch", launch);
        return request;
    }
}
