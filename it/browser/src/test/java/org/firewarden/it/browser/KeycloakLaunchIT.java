package org.firewarden.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Launches with Keycloak in front, and what is different there. */
class KeycloakLaunchIT extends LaunchContract {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final KeycloakSurroundings SURROUNDINGS = new KeycloakSurroundings();

    @Override
    Surroundings surroundings() {
        return SURROUNDINGS;
    }

    /** Keycloak tells nobody of tokens that it has ended: the server asks, and believes an answer for half a minute. */
    @Override
    void isShutOut(Page app) {
        app.waitForFunction(
                "async () => (await fetch(client.state.serverUrl + '/Patient/demo-prevent', {headers: {Authorization:"
                        + " 'Bearer ' + client.state.tokenResponse.access_token}})).status === 401",
                null,
                new Page.WaitForFunctionOptions().setPollingInterval(1000).setTimeout(60_000));
    }

    @Test
    void whatIsSwitchedOffAtKeycloakIsOutWithinAMinute() {
        String token = "Bearer " + SURROUNDINGS.doomedToken();
        HttpRequest.Builder request =
                Http.to(SURROUNDINGS.fhirBase() + "/Patient").header("Authorization", token);
        Http.send(request, 200);
        SURROUNDINGS.switchOffDoomed();
        Instant deadline = Instant.now().plus(LONGEST);
        while (Http.status(request) != 401) {
            assertThat(Instant.now()).isBefore(deadline);
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
        Http.send(
                Http.to(SURROUNDINGS.fhirBase() + "/Patient")
                        .header("Authorization", "Bearer " + SURROUNDINGS.engineToken()),
                200);
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
