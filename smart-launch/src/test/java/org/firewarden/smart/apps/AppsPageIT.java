package org.firewarden.smart.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Map;
import java.util.UUID;
import org.firewarden.smart.AppLaunch;
import org.firewarden.smart.Browser;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.Requirement;
import org.junit.jupiter.api.Test;

/** The page where people see and end what they have let apps do. */
class AppsPageIT extends AppLaunch {

    private static final String SCOPE = "launch/patient patient/Observation.rs offline_access";

    @Test
    @Requirement({390})
    void aPatientSeesAnAppAndEndsItsAccess() {
        JsonNode json = tokens("pat", "demo-app", SCOPE);
        Browser browser = signedIn("pat");
        assertThat(browser.body()).contains("Demo app", "See test results", "End the access of Demo app");

        for (int i = 0; i < 300 && browser.body().contains("End the access"); i++) {
            browser.submit(Map.of());
        }

        assertThat(browser.body()).contains("You have let no app in.");
        assertThat(fhir(text(json, "access_token"))).isEqualTo(401);
        assertThat(refresh("demo-app", text(json, "refresh_token"), Map.of()).status())
                .isEqualTo(400);
        assertThat(events("apps-end"))
                .anySatisfy(event -> assertThat(event.details()).containsEntry("client", "demo-app"));
    }

    @Test
    void nobodyEndsWhatAnotherHasLetIn() throws ParseException {
        JsonNode json = tokens("pat", "demo-app", SCOPE);
        String approval =
                SignedJWT.parse(text(json, "access_token")).getJWTClaimsSet().getStringClaim("approval");
        tokens("alice", "demo-app", "user/Observation.rs offline_access");
        Browser alice = signedIn("alice");
        assertThat(alice.body()).doesNotContain(approval);

        alice.submit(Map.of("approval", approval));

        assertThat(alice.address()).endsWith(Endpoints.APPS);
        assertThat(fhir(text(json, "access_token"))).isEqualTo(200);
    }

    @Test
    void thePageNeedsASignInAndItsFormATokenAgainstForgery() {
        assertThat(browser().open(BASE + Endpoints.APPS).address()).endsWith(Endpoints.LOGIN);
        assertThat(get(BASE + Endpoints.APPS).json().get("error").asText()).isEqualTo("login_required");
        JsonNode json = tokens("pat", "demo-app", SCOPE);
        Browser browser = signedIn("pat");

        browser.post(BASE + Endpoints.APPS, Map.of("approval", UUID.randomUUID().toString()));

        assertThat(browser.status()).isEqualTo(403);
        assertThat(fhir(text(json, "access_token"))).isEqualTo(200);
    }

    private static Browser signedIn(String user) {
        return browser().open(BASE + Endpoints.APPS).signIn(user, "firewarden-demo");
    }
}
