package org.firewarden.smart.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.firewarden.smart.AppLaunch;
import org.firewarden.smart.Browser;
import org.firewarden.smart.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an attacker would try with codes, sessions and forms. Tokens with a forged signature are {@code AccessTokenIT}'s. */
class AuthorizationAttackIT extends AppLaunch {

    private static final String SCOPE = "launch/patient patient/*.rs";

    @ParameterizedTest
    @Requirement({31})
    @CsvSource({
        "code_verifier, ''",
        "code_verifier, not-the-verifier-but-long-enough-to-be-one-012345",
        "redirect_uri,  http://127.0.0.1:9876/other.html",
        "redirect_uri,  ''",
        "code,          guessed",
        "code,          ''"
    })
    void aCodeIsNoGoodWithoutAllThatBelongsToIt(String field, String value) {
        Map<String, String> form = redemption("demo-app", code("pat", "demo-app", SCOPE));
        form.put(field, value);

        Answer answer = post(TOKEN, form);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").asText()).isIn("invalid_grant", "invalid_request");
        assertThat(answer.json().get("error_description").asText()).isNotBlank().doesNotContain("guessed");
    }

    @Test
    void theChallengeIsNotTheVerifier() {
        Map<String, String> form = redemption("demo-app", code("pat", "demo-app", SCOPE));
        form.put("code_verifier", digest(VERIFIER));

        assertThat(post(TOKEN, form).json().get("error").asText()).isEqualTo("invalid_grant");
        form.put("code_verifier", VERIFIER);
        assertThat(post(TOKEN, form).json().get("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void aCodeOfOneAppIsNoGoodForAnotherAndStaysGoodForItsOwn() {
        String code = code("pat", "demo-app", SCOPE);
        Map<String, String> thief = redemption("demo-app", code);
        thief.put("client_id", "trusted-app");

        assertThat(post(TOKEN, thief).json().get("error").asText()).isEqualTo("invalid_grant");
        assertThat(redeem("demo-app", code).status()).isEqualTo(200);
    }

    @Test
    void parametersInTheAddressOrTwiceAreMalformed() {
        Map<String, String> form = redemption("demo-app", code("pat", "demo-app", SCOPE));

        assertThat(post(TOKEN + "?code_verifier=" + VERIFIER, form).status()).isEqualTo(400);
        assertThat(get(TOKEN + "?" + encode(form)).status()).isIn(401, 404, 405);
    }

    @Test
    void theSessionChangesItsIdAtTheSignIn() {
        Browser browser = browser().open(authorize(request("demo-app", SCOPE)));
        String before = browser.cookie("firewarden-session");

        browser.signIn("pat", "firewarden-demo");

        assertThat(before).isNotEmpty();
        assertThat(browser.cookie("firewarden-session")).isNotEqualTo(before);
        Browser attacker = browser();
        attacker.setCookie("firewarden-session", before);
        assertThat(attacker.open(browser.address()).body()).doesNotContain("Let Demo app in?");
    }

    @Test
    void aConsentThatIsForgedFromElsewhereIsRefused() {
        Browser browser = launched("pat", request("demo-app", SCOPE));

        browser.post(browser.address(), Map.of("action", "allow", "allow", "0"));

        assertThat(browser.status()).isEqualTo(403);
        assertThat(browser.leavingFor()).isEmpty();
    }

    @Test
    void aJourneyIsNoGoodInAnotherBrowserOrForAnotherPerson() {
        Browser pat = launched("pat", request("demo-app", SCOPE));
        Browser alice = launched("alice", request("demo-app", "user/*.rs"));

        assertThat(alice.open(pat.address()).status()).isEqualTo(410);
        assertThat(pat.submit(Map.of("action", "allow")).answer()).containsKey("code");
    }

    @Test
    void aConsentThatIsSentTwiceGrantsOnce() {
        Browser browser = launched("pat", request("demo-app", SCOPE));
        String address = browser.address();

        assertThat(browser.submit(Map.of("action", "allow")).answer()).containsKey("code");
        assertThat(browser.open(address).status()).isEqualTo(410);
    }

    @Test
    void aTamperedConsentTakesNothingThatWasNotOffered() {
        Browser browser = launched("pat", request("demo-app", "patient/Condition.rs"))
                .submit(Map.of("action", "allow", "scope", "user/*.cruds", "patient", "p-7"));

        JsonNode json = redeem("demo-app", codeOf(browser)).json();
        assertThat(text(json, "scope")).isEqualTo("patient/Condition.rs");
        assertThat(text(json, "patient")).isEqualTo("pat-1");
    }

    @Test
    void anAppCannotActAsABackendAndABackendNotAsAnApp() {
        Map<String, String> app = new HashMap<>(Map.of("grant_type", "client_credentials", "client_id", "demo-app"));
        app.put("scope", "system/*.rs");
        assertThat(post(TOKEN, app).json().get("error").asText()).isEqualTo("unauthorized_client");
        Map<String, String> backend = redemption("demo-app", "x");
        backend.put("client_id", "demo-backend");
        assertThat(post(TOKEN, backend).json().get("error").asText()).isEqualTo("invalid_client");
    }

    @Test
    void noErrorOfAMachineIsAPage() {
        for (String grant : new String[] {"password", "implicit", "<script>"}) {
            Answer answer = post(TOKEN, Map.of("grant_type", grant, "client_id", "demo-app"), "Accept", "text/html");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Content-Type")).startsWith("application/json");
            assertThat(answer.json().get("error").asText()).isEqualTo("unsupported_grant_type");
            assertThat(answer.response().body()).doesNotContain("<script>");
        }
    }
}
