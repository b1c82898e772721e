package org.firewarden.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

/** Launches with Keycloak in front, and what is different there. */
class KeycloakLaunchIT extends LaunchContract {

    private static final KeycloakSurroundings SURROUNDINGS = new KeycloakSurroundings();

    @Override
    Surroundings surroundings() {
        return SURROUNDINGS;
    }

    /** Keycloak tells nobody of tokens that it has ended: they go on until they run out, within five minutes. */
    @Override
    void isShutOut(Page app) {
        assertThat((int) app.evaluate("client.state.tokenResponse.expires_in")).isBetween(1, 300);
    }

    @Test
    void tokensForLaunchesOpenNothingElseAndOthersPrepareNone() {
        String launch = SURROUNDINGS.fhirBase().replace("/fhir", "/smart/launch");
        String body = "{\"user\": \"alice\", \"patient\": \"demo-prevent\"}";
        String ehr = "Bearer " + SURROUNDINGS.ehrToken();
        String engine = "Bearer " + SURROUNDINGS.engineToken();

        Http.send(Http.json(launch, body).header("Authorization", engine), 401);
        Http.send(Http.json(launch, body), 401);
        Http.send(Http.json(launch + "/redeem", "{\"launch\": \"x\"}").header("Authorization", ehr), 403);
        Http.send(Http.to(SURROUNDINGS.fhirBase() + "/Patient").header("Authorization", ehr), 401);
        assertThat(Http.send(Http.json(launch, "{}").header("Authorization", ehr), 400)
                        .path("error")
                        .asText())
                .isEqualTo("invalid_request");
    }
}
