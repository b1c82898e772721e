package org.firewarden.smart.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.firewarden.smart.AppLaunch;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.Requirement;
import org.firewarden.smart.TestClients;
import org.junit.jupiter.api.Test;

/** What is told about tokens, and to whom (RFC 7662). */
class IntrospectionIT extends AppLaunch {

    private static final String SCOPE = "openid fhirUser launch/patient patient/*.rs offline_access";

    @Test
    @Requirement({99, 269, 271, 272, 273, 274, 275, 276, 277, 278, 279, 280, 281, 283})
    void aResourceServerIsToldWhatTheTokenCameWith() {
        JsonNode tokens = tokens("pat", "demo-app", SCOPE);

        JsonNode told = introspect(text(tokens, "access_token"));

        assertThat(told.get("active").asBoolean()).isTrue();
        assertThat(text(told, "scope")).isEqualTo(text(tokens, "scope"));
        assertThat(text(told, "client_id")).isEqualTo("demo-app");
        assertThat(told.get("exp").asLong() - told.get("iat").asLong()).isEqualTo(300);
        assertThat(text(told, "patient")).isEqualTo("pat-1");
        assertThat(told.get("need_patient_banner").asBoolean()).isTrue();
        assertThat(text(told, "iss")).isEqualTo(BASE);
        assertThat(text(told, "sub")).isEqualTo("pat");
        assertThat(text(told, "fhirUser")).isEqualTo(FHIR + "/Patient/pat-1");
        assertThat(text(told, "token_type")).isEqualTo("Bearer");
        assertThat(introspect(text(tokens, "refresh_token")).get("active").asBoolean())
                .isTrue();
        assertThat(introspect(demoToken("alice", "user/*.rs")).get("sub").asText())
                .isEqualTo("alice");
        assertThat(events("token-introspection"))
                .anySatisfy(event -> assertThat(event.details()).containsEntry("client", "resource-server"));
    }

    @Test
    @Requirement({272})
    void ofATokenThatIsNoGoodNothingIsTold() {
        assertThat(introspect("garbage")).hasToString("{\"active\":false}");
        assertThat(introspect(text(tokens("pat", "demo-app", SCOPE), "id_token")))
                .hasToString("{\"active\":false}");
    }

    @Test
    @Requirement({282})
    void whoMayIntrospectMayAlsoShowAnAccessToken() {
        String bearer = text(
                post(
                                TOKEN,
                                asserted(
                                        TestClients.KEY,
                                        "resource-server",
                                        Map.of("grant_type", "client_credentials", "scope", "system/*.rs")))
                        .json(),
                "access_token");
        String token = text(tokens("pat", "demo-app", SCOPE), "access_token");

        assertThat(ask(token, "Authorization", "Bearer " + bearer)
                        .json()
                        .get("active")
                        .asBoolean())
                .isTrue();
        assertThat(ask(token, "Authorization", "Bearer " + demoToken("alice", "user/*.rs"))
                        .json())
                .hasToString("{\"active\":false}");
        assertThat(ask(token, "Authorization", "Bearer garbage").status()).isEqualTo(401);
    }

    @Test
    void aClientIsToldOfItsOwnTokensOnly() {
        String token = text(tokens("pat", "demo-app", SCOPE), "access_token");

        assertThat(post(BASE + Endpoints.INTROSPECT, asserted(TestClients.KEY, "key-app", Map.of("token", token)))
                        .json())
                .hasToString("{\"active\":false}");
        assertThat(ask(token).status()).isEqualTo(401);
        assertThat(post(BASE + Endpoints.INTROSPECT, Map.of("token", token, "client_id", "demo-app"))
                        .json()
                        .get("error")
                        .asText())
                .isEqualTo("invalid_client");
    }

    private Answer ask(String token, String... headers) {
        return post(BASE + Endpoints.INTROSPECT, Map.of("token", token), headers);
    }
}
