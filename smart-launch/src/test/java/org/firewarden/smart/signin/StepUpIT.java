package org.firewarden.smart.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.firewarden.smart.AppLaunch;
import org.firewarden.smart.Authenticator;
import org.firewarden.smart.Browser;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.TestDatabase;
import org.firewarden.smart.factor.SecondFactors;
import org.firewarden.smart.people.Acr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Second factors at the sign-in, and stronger sign-ins that apps ask for (RFC 9470). */
class StepUpIT extends AppLaunch {

    private static final String PASSWORD = "firewarden-demo";
    private static final String ASKED = Acr.STEP_UP + " https://refeds.org/profile/mfa phr phrh";
    private static final List<String> PEOPLE = List.of("alice", "cody", "rita");

    @Autowired
    private SecondFactors factors;

    /** Other tests sign them in with a password alone. */
    @AfterEach
    void forget() {
        PEOPLE.forEach(factors::remove);
    }

    @Test
    void whoHasASecondFactorIsSignedInAfterItOnly() {
        Browser first = browser().open(BASE + Endpoints.ACCOUNT).signIn("rita", PASSWORD);
        assertThat(first.body()).contains("You have none");
        Authenticator phone = Authenticator.setUp(first, "rita");
        List<String> codes = Authenticator.recoveryCodes(first);
        assertThat(codes).hasSize(10);

        Browser second = browser().open(BASE + Endpoints.APPS).signIn("rita", PASSWORD);
        assertThat(second.address()).endsWith(Endpoints.SECOND_FACTOR);
        assertThat(second.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(browserLike(second).open(BASE + Endpoints.APPS).address()).endsWith(Endpoints.LOGIN);
        second.open(BASE + Endpoints.SECOND_FACTOR).submit(Map.of("action", "verify", "code", "000000"));
        assertThat(second.status()).isEqualTo(401);
        assertThat(second.body()).contains("role=\"alert\"");
        second.submit(Map.of("action", "begin"));
        assertThat(second.body())
                .as("a new one is not set up without the old one")
                .doesNotContain("Key:");

        String code = phone.freshCode();
        String before = second.cookie("firewarden-session");
        second.submit(Map.of("action", "verify", "code", code));
        assertThat(second.address()).contains(Endpoints.APPS);
        assertThat(second.cookie("firewarden-session")).isNotEqualTo(before);
        Browser third = browser().open(BASE + Endpoints.APPS).signIn("rita", PASSWORD);
        assertThat(third.submit(Map.of("action", "verify", "code", code)).status())
                .as("the same code again")
                .isEqualTo(401);
        assertThat(third.submit(Map.of("action", "verify", "code", codes.get(3)))
                        .body())
                .contains("Your apps");
        assertThat(events("step-up")).anySatisfy(event -> {
            assertThat(event.subject()).isEqualTo("rita");
            assertThat(event.details()).containsEntry("acr", Acr.STEP_UP).containsEntry("method", "totp");
        });
    }

    @Test
    void codesCannotBeGuessed() {
        Authenticator phone =
                Authenticator.setUp(browser().open(BASE + Endpoints.ACCOUNT).signIn("alice", PASSWORD), "alice");
        Browser thief = browser().open(BASE + Endpoints.APPS).signIn("alice", PASSWORD);
        for (int i = 0; i < 5; i++) {
            thief.submit(Map.of("action", "verify", "code", "00000" + i));
        }

        thief.submit(Map.of("action", "verify", "code", phone.freshCode()));

        assertThat(thief.status()).isEqualTo(401);
        TestDatabase.jdbc().update("UPDATE firewarden.smart_sign_in_try SET held_until = latest");
        assertThat(thief.submit(Map.of("action", "verify", "code", phone.freshCode()))
                        .body())
                .contains("Your apps");
        assertThat(events("step-up")).anySatisfy(event -> {
            assertThat(event.subject()).isEqualTo("alice");
            assertThat(event.details()).containsEntry("error", "held-up");
        });
    }

    @Test
    void anAppThatAsksForAStrongerSignInGetsOneWhichWearsOff() throws ParseException {
        Map<String, String> request = request("demo-app", "openid user/*.rs offline_access");
        request.put("acr_values", ASKED);
        Browser cody =
                browser().open(authorize(request("demo-app", "user/*.rs"))).signIn("cody", PASSWORD);
        assertThat(cody.body()).contains("Let Demo app in?");

        cody.open(authorize(request));
        assertThat(cody.address()).endsWith(Endpoints.SECOND_FACTOR);
        Authenticator.show(cody, "cody").submit(Map.of("action", "allow"));

        JsonNode tokens = redeem("demo-app", codeOf(cody)).json();
        assertThat(acr(tokens, "access_token")).isEqualTo(Acr.STEP_UP);
        assertThat(acr(tokens, "id_token")).isEqualTo(Acr.STEP_UP);
        JsonNode renewed =
                refresh("demo-app", text(tokens, "refresh_token"), Map.of()).json();
        assertThat(acr(renewed, "access_token")).isEqualTo(Acr.STEP_UP);
        TestDatabase.jdbc()
                .update(
                        "UPDATE firewarden.smart_approval SET authenticated = authenticated - interval '31 minutes' WHERE"
                                + " subject = 'cody'");
        JsonNode later =
                refresh("demo-app", text(renewed, "refresh_token"), Map.of()).json();
        assertThat(acr(later, "access_token")).isEqualTo(Acr.PASSWORD);
    }

    @Test
    void theStepCannotBeLeftOut() {
        Map<String, String> request = request("demo-app", "user/*.rs");
        request.put("acr_values", Acr.STEP_UP);
        Browser cody = browser().open(authorize(request)).signIn("cody", PASSWORD);
        assertThat(cody.address()).endsWith(Endpoints.SECOND_FACTOR);

        Map<String, String> silent = request("demo-app", "user/*.rs");
        silent.put("acr_values", Acr.STEP_UP);
        silent.put("prompt", "none");
        assertThat(cody.open(authorize(silent)).answer()).containsEntry("error", "login_required");
        Map<String, String> old = request("demo-app", "user/*.rs");
        old.put("max_age", "0");
        assertThat(cody.open(authorize(old)).address()).endsWith(Endpoints.LOGIN);
    }

    @Test
    void whatCannotBeMetIsSaid() {
        Map<String, String> unknown = request("demo-app", "user/*.rs");
        unknown.put("acr_values", "urn:example:retina");
        assertThat(browser().open(authorize(unknown)).answer())
                .containsEntry("error", "unmet_authentication_requirements");
        Map<String, String> malformed = request("demo-app", "user/*.rs");
        malformed.put("max_age", "soon");
        assertThat(browser().open(authorize(malformed)).answer()).containsEntry("error", "invalid_request");
    }

    private static String acr(JsonNode tokens, String name) throws ParseException {
        return SignedJWT.parse(text(tokens, name)).getJWTClaimsSet().getStringClaim("acr");
    }

    /** Another window of the same browser. */
    private static Browser browserLike(Browser other) {
        Browser same = browser();
        same.setCookie("firewarden-session", other.cookie("firewarden-session"));
        return same;
    }
}
