package org.firewarden.smart.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.smart.Requirement;
import org.firewarden.smart.SmartServer;
import org.junit.jupiter.api.Test;

/** Discovery documents and who may read what from a page of another origin. */
class DiscoveryIT extends SmartServer {

    private static final String APP = "http://127.0.0.1:9876";
    private static final String STRANGER = "https://elsewhere.example";

    @Test
    @Requirement({
        14, 15, 30, 228, 285, 286, 287, 288, 289, 346, 348, 349, 350, 351, 372, 373, 374, 376, 377, 378, 380, 381, 382,
        383, 384, 385, 386, 389, 391, 392, 393, 394
    })
    void smartConfigurationListsWhatIsSwitchedOnWhateverTheClientAccepts() {
        Answer answer = get(FHIR + "/.well-known/smart-configuration", "Accept", "application/xml");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        JsonNode document = answer.json();
        assertThat(document.get("issuer").asText()).isEqualTo(BASE);
        assertThat(document.get("authorization_endpoint").asText()).isEqualTo(BASE + "/oauth2/authorize");
        assertThat(document.get("token_endpoint").asText()).isEqualTo(BASE + "/oauth2/token");
        assertThat(document.get("jwks_uri").asText()).isEqualTo(BASE + "/oauth2/jwks");
        assertThat(texts(document.get("code_challenge_methods_supported"))).containsExactly("S256");
        assertThat(texts(document.get("grant_types_supported")))
                .containsExactly("authorization_code", "client_credentials", "refresh_token");
        assertThat(texts(document.get("capabilities")))
                .contains(
                        "launch-standalone",
                        "launch-ehr",
                        "authorize-post",
                        "client-public",
                        "client-confidential-symmetric",
                        "client-confidential-asymmetric",
                        "sso-openid-connect",
                        "context-standalone-patient",
                        "context-standalone-encounter",
                        "context-ehr-patient",
                        "context-ehr-encounter",
                        "context-banner",
                        "permission-offline",
                        "permission-online",
                        "permission-patient",
                        "permission-user",
                        "permission-v1",
                        "permission-v2")
                .doesNotContain("context-style", "smart-app-state");
        assertThat(document.get("management_endpoint").asText()).isEqualTo(BASE + "/smart/apps");
        assertThat(document.has("registration_endpoint")).isFalse();
        assertThat(document.has("user_access_brand_bundle")).isFalse();
        document.properties().forEach(member -> {
            if (member.getKey().endsWith("_endpoint") || member.getKey().endsWith("_uri")) {
                assertThat(URI.create(member.getValue().asText()).isAbsolute())
                        .as(member.getKey())
                        .isTrue();
            }
        });
    }

    @Test
    void openidConfigurationListsNothingThatIsNotThere() {
        JsonNode document = get(BASE + "/.well-known/openid-configuration").json();

        assertThat(document.get("issuer").asText()).isEqualTo(BASE);
        assertThat(document.get("token_endpoint").asText()).isEqualTo(BASE + "/oauth2/token");
        assertThat(texts(document.get("code_challenge_methods_supported"))).containsExactly("S256");
        assertThat(texts(document.get("id_token_signing_alg_values_supported"))).containsExactly("RS256");
        assertThat(texts(document.get("grant_types_supported")))
                .containsExactly("authorization_code", "client_credentials", "refresh_token");
        for (String absent : List.of(
                "userinfo_endpoint",
                "device_authorization_endpoint",
                "end_session_endpoint",
                "registration_endpoint",
                "pushed_authorization_request_endpoint")) {
            assertThat(document.has(absent)).as(absent).isFalse();
        }
    }

    @Test
    @Requirement({207})
    void theKeysArePublicHalvesOnly() {
        JsonNode keys = get(BASE + "/oauth2/jwks").json().get("keys");

        assertThat(keys).hasSize(1);
        assertThat(keys.get(0).get("alg").asText()).isEqualTo("RS256");
        assertThat(keys.get(0).has("d")).isFalse();
    }

    @Test
    @Requirement({16, 400, 423})
    void anyOriginMayReadDiscovery() {
        for (String path : List.of(
                "/fhir/.well-known/smart-configuration",
                "/fhir/metadata",
                "/.well-known/openid-configuration",
                "/smart/brands",
                "/oauth2/jwks")) {
            assertThat(getFrom(STRANGER, path).header("Access-Control-Allow-Origin"))
                    .as(path)
                    .isEqualTo("*");
        }
    }

    @Test
    @Requirement({17})
    void aRegisteredAppMayCallFhirAndTheTokenEndpointWithoutATokenOnThePreflight() {
        for (String path : List.of("/fhir/Patient/1", "/oauth2/token")) {
            Answer app = preflight(APP, path);
            assertThat(app.status()).isEqualTo(200);
            assertThat(app.header("Access-Control-Allow-Origin")).isEqualTo(APP);
            assertThat(preflight(STRANGER, path).status()).isEqualTo(403);
        }
    }

    @Test
    void otherOptionsRequestsNeedAToken() {
        assertThat(request("OPTIONS", FHIR + "/Patient").status()).isEqualTo(401);
    }

    private Answer getFrom(String origin, String path) {
        return get(BASE + path, "Origin", origin);
    }

    private Answer preflight(String origin, String path) {
        return request(
                "OPTIONS",
                BASE + path,
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization,content-type");
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
