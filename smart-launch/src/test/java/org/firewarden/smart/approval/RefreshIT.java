package org.firewarden.smart.approval;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.smart.AppLaunch;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.Requirement;
import org.firewarden.smart.TestClients;
import org.firewarden.smart.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refresh tokens: rotation, reuse, narrowing, ends. */
class RefreshIT extends AppLaunch {

    private static final String OFFLINE = "launch/patient patient/Observation.rs patient/Condition.rs offline_access";

    @ParameterizedTest
    @Requirement({81, 89, 100, 101, 102, 103, 104, 109, 110, 111, 112, 113, 114, 116, 118, 365, 366})
    @ValueSource(strings = {"offline_access", "online_access"})
    void aPublicAppRefreshesAndKeepsItsContext(String access) {
        JsonNode first = tokens("pat", "demo-app", "launch/patient patient/*.rs " + access);

        Answer answer = refresh("demo-app", text(first, "refresh_token"), Map.of());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(text(answer.json(), "scope")).isEqualTo(text(first, "scope"));
        assertThat(text(answer.json(), "patient")).isEqualTo("pat-1");
        assertThat(text(answer.json(), "token_type")).isEqualTo("Bearer");
        assertThat(answer.json().get("expires_in").asInt()).isPositive();
        assertThat(text(answer.json(), "refresh_token")).isNotEqualTo(text(first, "refresh_token"));
        assertThat(fhir(text(answer.json(), "access_token"))).isEqualTo(200);
        assertThat(events("token-refresh")).anySatisfy(event -> {
            assertThat(event.outcome()).isEqualTo(AuditOutcome.SUCCESS);
            assertThat(event.details()).containsEntry("grant", "refresh_token");
            assertThat(event.subject()).isEqualTo("pat");
            assertThat(event.clientId()).isEqualTo("demo-app");
        });
    }

    @Test
    void aRefreshTokenThatComesAgainEndsTheWholeFamily() {
        JsonNode first = tokens("pat", "demo-app", OFFLINE);
        JsonNode second =
                refresh("demo-app", text(first, "refresh_token"), Map.of()).json();

        Answer again = refresh("demo-app", text(first, "refresh_token"), Map.of());

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.json().get("error").asText()).isEqualTo("invalid_grant");
        assertThat(refresh("demo-app", text(second, "refresh_token"), Map.of()).status())
                .isEqualTo(400);
        assertThat(fhir(text(second, "access_token"))).isEqualTo(401);
        assertThat(fhir(text(first, "access_token"))).isEqualTo(401);
    }

    @Test
    @Requirement({104, 115})
    void aRefreshMayNarrowAndNeverWidens() {
        JsonNode first = tokens("pat", "demo-app", OFFLINE);
        for (String wider : List.of("patient/*.rs", "patient/Observation.cruds", "user/*.rs", "openid")) {
            Answer refused = refresh("demo-app", text(first, "refresh_token"), Map.of("scope", wider));
            assertThat(refused.json().get("error").asText()).as(wider).isEqualTo("invalid_scope");
        }

        Answer narrower = refresh("demo-app", text(first, "refresh_token"), Map.of("scope", "patient/Observation.r"));

        assertThat(text(narrower.json(), "scope")).isEqualTo("patient/Observation.r");
        assertThat(words(refresh("demo-app", text(narrower.json(), "refresh_token"), Map.of())
                        .json()))
                .contains("patient/Observation.rs", "patient/Condition.rs");
    }

    @Test
    @Requirement({103})
    void aRefreshTokenIsBoundToItsClient() {
        String token = text(tokens("pat", "demo-app", OFFLINE), "refresh_token");

        assertThat(refresh("trusted-app", token, Map.of()).json().get("error").asText())
                .isEqualTo("invalid_grant");
        assertThat(refresh("secret-app", token, Map.of()).json().get("error").asText())
                .isEqualTo("invalid_client");
        assertThat(refresh("secret-app", token, Map.of("client_secret", TestClients.SECRET))
                        .json()
                        .get("error")
                        .asText())
                .isEqualTo("invalid_grant");
        assertThat(refresh("demo-app", token, Map.of()).status()).isEqualTo(200);
    }

    @Test
    void aPublicAppNeedNotSayWhoItIsAndAnAppWithAProofMustShowIt() {
        String token = text(tokens("pat", "demo-app", OFFLINE), "refresh_token");
        Answer answer = post(TOKEN, Map.of("grant_type", "refresh_token", "refresh_token", token));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer.json(), "patient")).isEqualTo("pat-1");

        // Used up: the family ends, as with a client_id.
        assertThat(post(TOKEN, Map.of("grant_type", "refresh_token", "refresh_token", token))
                        .json()
                        .get("error")
                        .asText())
                .isEqualTo("invalid_grant");
        Map<String, String> redemption = redemption("secret-app", code("pat", "secret-app", OFFLINE));
        redemption.put("client_secret", TestClients.SECRET);
        String confidential = text(post(TOKEN, redemption).json(), "refresh_token");
        for (String other : List.of(confidential, "unknown", "")) {
            Answer refused = post(TOKEN, Map.of("grant_type", "refresh_token", "refresh_token", other));
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.json().get("error").asText()).isEqualTo("invalid_client");
        }
    }

    @Test
    void aRevokedRefreshTokenTakesItsAccessTokensAlong() {
        JsonNode json = tokens("pat", "demo-app", OFFLINE);
        assertThat(fhir(text(json, "access_token"))).isEqualTo(200);

        Answer foreign =
                post(BASE + Endpoints.REVOKE, Map.of("token", text(json, "refresh_token"), "client_id", "trusted-app"));
        assertThat(foreign.status()).isEqualTo(200);
        assertThat(fhir(text(json, "access_token"))).isEqualTo(200);
        assertThat(post(BASE + Endpoints.REVOKE, Map.of("token", text(json, "refresh_token"), "client_id", "demo-app"))
                        .status())
                .isEqualTo(200);

        assertThat(fhir(text(json, "access_token"))).isEqualTo(401);
        assertThat(refresh("demo-app", text(json, "refresh_token"), Map.of()).status())
                .isEqualTo(400);
        assertThat(introspect(text(json, "access_token"))).hasToString("{\"active\":false}");
    }

    @Test
    void aRevokedAccessTokenEndsAlone() {
        JsonNode json = tokens("pat", "demo-app", OFFLINE);

        post(BASE + Endpoints.REVOKE, Map.of("token", text(json, "access_token"), "client_id", "demo-app"));

        assertThat(fhir(text(json, "access_token"))).isEqualTo(401);
        assertThat(refresh("demo-app", text(json, "refresh_token"), Map.of()).status())
                .isEqualTo(200);
    }

    @Test
    void aCodeThatComesAgainEndsWhatCameOfIt() {
        String code = code("pat", "demo-app", OFFLINE);
        JsonNode json = redeem("demo-app", code).json();

        Answer again = redeem("demo-app", code);

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.json().get("error").asText()).isEqualTo("invalid_grant");
        assertThat(fhir(text(json, "access_token"))).isEqualTo(401);
        assertThat(refresh("demo-app", text(json, "refresh_token"), Map.of()).status())
                .isEqualTo(400);
    }

    @Test
    void noTokenLiesInTheDatabase() {
        JsonNode json = tokens("pat", "demo-app", OFFLINE);

        for (String table : List.of("smart_refresh_token", "smart_code", "smart_approval", "smart_revocation")) {
            String rows = TestDatabase.jdbc()
                    .queryForObject(
                            "SELECT coalesce(string_agg(CAST(t AS text), ' '), '') FROM firewarden." + table + " t",
                            String.class);
            assertThat(rows).doesNotContain(text(json, "refresh_token"), text(json, "access_token"));
        }
        byte[] digest = SecretValues.digest(text(json, "refresh_token"));
        assertThat(digest).hasSize(32).isNotEqualTo(text(json, "refresh_token").getBytes(StandardCharsets.UTF_8));
    }
}
