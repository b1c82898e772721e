package org.firewarden.smart.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.firewarden.audit.AuditEntry;
import org.firewarden.smart.AppLaunch;
import org.junit.jupiter.api.Test;

/** The ledger names the client that the token endpoint refused, if there is such a client; the answer does not. */
class RefusedClientIT extends AppLaunch {

    private AuditEntry last() {
        List<AuditEntry> all = events("token-issue");
        return all.get(all.size() - 1);
    }

    @Test
    void aClientWhoseGrantIsRefusedIsNamed() {
        Answer answer = post(TOKEN, redemption("demo-app"));

        assertThat(answer.json().get("error").asText()).isEqualTo("invalid_grant");
        assertThat(last().clientId()).isEqualTo("demo-app");
        assertThat(last().details()).containsEntry("client", "demo-app").containsEntry("error", "invalid_grant");
    }

    @Test
    void aClientThatSomebodySaidToBeIsToldAsThat() {
        Answer claimed = post(TOKEN, redemption("demo-backend"));
        assertThat(claimed.json().get("error").asText()).isEqualTo("invalid_client");
        assertThat(last().details())
                .containsEntry("client-claimed", "demo-backend")
                .doesNotContainKey("client");

        Answer unknown = post(TOKEN, redemption("a-password-that-was-typed-here"));
        assertThat(unknown.json()).isEqualTo(claimed.json());
        assertThat(last().toString()).doesNotContain("a-password-that-was-typed-here");
    }

    private static Map<String, String> redemption(String client) {
        return Map.of(
                "grant_type",
                "authorization_code",
                "code",
                "no-such-code",
                "redirect_uri",
                DEMO_REDIRECT,
                "client_id",
                client,
                "code_verifier",
                VERIFIER);
    }
}
