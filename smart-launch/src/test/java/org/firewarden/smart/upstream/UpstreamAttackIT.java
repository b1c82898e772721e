package org.firewarden.smart.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.firewarden.smart.Browser;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.TestProvider;
import org.firewarden.smart.TestProvider.Signing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Id tokens that are no good, and answers that belong to no question of this browser. */
class UpstreamAttackIT extends UpstreamLogin {

    @BeforeEach
    void everybodyIsAClinician() {
        TestProvider.says("mallory", staff("fw-clinician", "mallory"));
    }

    private static Arguments wrong(String what, String reason, Consumer<Map<String, Object>> change) {
        return arguments(what, reason, change, Signing.GOOD);
    }

    private static Arguments signed(String what, Signing how) {
        Consumer<Map<String, Object>> nothing = claims -> {};
        return arguments(what, "invalid-id-token", nothing, how);
    }

    static Stream<Arguments> tokens() {
        return Stream.of(
                wrong("another nonce", "invalid-nonce", claims -> claims.put("nonce", "x")),
                wrong("no nonce", "invalid-nonce", claims -> claims.remove("nonce")),
                wrong("another issuer", "invalid-id-token", claims -> claims.put("iss", TestProvider.BASE + "/")),
                wrong("no issuer", "invalid-id-token", claims -> claims.remove("iss")),
                wrong("a foreign audience", "invalid-id-token", claims -> claims.put("aud", List.of("other"))),
                wrong(
                        "one audience more",
                        "invalid-id-token",
                        claims -> claims.put("aud", List.of("firewarden", "other"))),
                wrong("another party", "invalid-id-token", claims -> claims.put("azp", "other")),
                wrong("no subject", "invalid-id-token", claims -> claims.remove("sub")),
                wrong("a long subject", "invalid-id-token", claims -> claims.put("sub", "x".repeat(256))),
                wrong(
                        "expired",
                        "invalid-id-token",
                        claims -> claims.put("exp", Instant.now().minusSeconds(90))),
                wrong("no end", "invalid-id-token", claims -> claims.remove("exp")),
                wrong(
                        "of tomorrow",
                        "invalid-id-token",
                        claims -> claims.put("iat", Instant.now().plusSeconds(90))),
                wrong(
                        "not yet good",
                        "invalid-id-token",
                        claims -> claims.put("nbf", Instant.now().plusSeconds(90))),
                wrong("no time of authentication", "auth-time", claims -> claims.remove("auth_time")),
                wrong("a text as one", "auth-time", claims -> claims.put("auth_time", "now")),
                wrong(
                        "one to come",
                        "auth-time",
                        claims -> claims.put("auth_time", Instant.now().plusSeconds(90))),
                wrong(
                        "one of yesterday",
                        "too-old",
                        claims -> claims.put("auth_time", Instant.now().minusSeconds(13 * 3600))),
                wrong("no roles", "no-role", claims -> claims.remove("realm_access")),
                signed("alg none", Signing.NONE),
                signed("our secret as a key", Signing.SECRET),
                signed("a key of somebody else", Signing.OTHER_KEY),
                signed("an access token", Signing.ACCESS_TOKEN));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tokens")
    void aTokenThatIsNoGoodSignsNobodyIn(
            String what, String reason, Consumer<Map<String, Object>> change, Signing how) {
        TestProvider.makesWrong(change, how);

        assertRefused(signedIn("mallory", BASE + Endpoints.APPS));

        assertThat(last("sign-in").details()).as(what).containsEntry("error", reason);
    }

    @Test
    void anAnswerIsGoodOnceAndInTheBrowserThatAsked() {
        Browser victim = leaving(BASE + Endpoints.APPS);
        String own = callback(victim, "mallory");

        Browser other = leaving(BASE + Endpoints.APPS);
        assertRefused(other.open(own));
        assertThat(last("sign-in").details()).containsEntry("error", "state");
        assertRefused(browser().open(own));
        victim.open(own);
        assertThat(victim.body()).contains("Your apps");
        String session = session(victim);
        victim.open(own);
        assertThat(victim.address()).endsWith("?upstream-refused");
        assertThat(session(victim)).as("nothing happens to who is signed in").isEqualTo(session);
        assertThat(victim.open(BASE + Endpoints.APPS).body()).contains("Your apps");
    }

    @Test
    void anAnswerWithoutOrWithAnotherStateIsNone() {
        Browser browser = leaving(BASE + Endpoints.APPS);
        String callback = callback(browser, "mallory");

        assertRefused(
                browser.open(callback.replaceFirst("[?&]state=[^&]*", "").replaceFirst("callback&", "callback?")));
        assertRefused(browser.open(callback.replaceFirst("state=[^&]*", "state=x")));
        assertRefused(browser.open(callback.replaceFirst("state=", "State=")));
        assertRefused(browser.open(BASE + Endpoints.UPSTREAM_ANSWER));
    }

    @Test
    void aCodeThatTheProviderDoesNotKnowSignsNobodyIn() {
        Browser browser = leaving(BASE + Endpoints.APPS);

        assertRefused(browser.open(callback(browser, "mallory").replaceFirst("code=[^&]*", "code=x")));

        assertThat(last("sign-in").details()).containsEntry("error", "invalid-token-response");
    }

    @Test
    void whatTheProviderSaysIsNotRepeatedAndLeadsNowhere() {
        Browser browser = leaving(BASE + Endpoints.APPS);
        String state = String.valueOf(browser.answer().get("state"));

        browser.open(BASE + Endpoints.UPSTREAM_ANSWER + "?"
                + encode(Map.of(
                        "error",
                        "<script>alert(1)</script>",
                        "error_description",
                        "canary-description",
                        "error_uri",
                        "https://evil.example",
                        "redirect_uri",
                        "https://evil.example",
                        "state",
                        state)));

        assertThat(browser.body()).doesNotContain("<script>alert", "canary-description", "evil.example");
        assertRefused(browser);
        assertThat(last("sign-in").details()).containsEntry("error", "provider");
        assertThat(String.valueOf(events("sign-in"))).doesNotContain("<script>", "canary-description");
    }

    @Test
    void theAnswerComesByQueryOnly() {
        Browser browser = leaving(BASE + Endpoints.APPS);
        String callback = callback(browser, "mallory");

        browser.post(
                BASE + Endpoints.UPSTREAM_ANSWER,
                Map.of("code", "x", "state", String.valueOf(callback.replaceFirst("^.*state=", ""))));

        assertThat(browser.status()).isEqualTo(403);
        assertThat(browser.open(BASE + Endpoints.APPS).address()).endsWith(Endpoints.LOGIN);
    }
}
