package org.firewarden.smart.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.smart.AppLaunch;
import org.firewarden.smart.Browser;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.Requirement;
import org.firewarden.smart.TestClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Standalone launches: requests, sign-in, pickers, consent, tokens. */
class StandaloneLaunchIT extends AppLaunch {

    @Test
    @Requirement({
        14, 48, 53, 56, 57, 59, 73, 74, 75, 76, 78, 80, 83, 84, 85, 86, 87, 88, 136, 164, 168, 169, 170, 200, 205, 209,
        210, 253, 348, 353, 355, 358, 359, 363, 367
    })
    void patSignsInAndTheAppGetsTheOwnPatientAndWhoSheIs() throws ParseException {
        Map<String, String> request = request("demo-app", "openid fhirUser launch/patient patient/*.rs");
        request.put("nonce", "n-1");
        Browser browser = launched("pat", request);
        assertThat(browser.body()).contains("Demo app", "all health data in your record", "Know who you are");

        browser.submit(Map.of("action", "allow"));

        assertThat(browser.answer()).containsEntry("state", "a b+c&d").doesNotContainKey("error");
        Answer token = redeem("demo-app", codeOf(browser));
        assertThat(token.status()).isEqualTo(200);
        assertThat(token.header("Cache-Control")).contains("no-store");
        assertThat(token.header("Pragma")).isEqualTo("no-cache");
        JsonNode json = token.json();
        assertThat(text(json, "patient")).isEqualTo("pat-1");
        assertThat(text(json, "token_type")).isEqualTo("Bearer");
        assertThat(json.get("expires_in").asInt()).isEqualTo(300);
        assertThat(json.get("need_patient_banner").asBoolean()).isTrue();
        assertThat(json.has("refresh_token")).isFalse();
        assertThat(words(json)).containsExactlyInAnyOrder("fhirUser", "launch/patient", "openid", "patient/*.rs");
        SignedJWT idToken = SignedJWT.parse(text(json, "id_token"));
        JWTClaimsSet identity = idToken.getJWTClaimsSet();
        assertThat(idToken.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(identity.getIssuer()).isEqualTo(BASE);
        assertThat(identity.getStringClaim("fhirUser")).isEqualTo(FHIR + "/Patient/pat-1");
        assertThat(identity.getStringClaim("nonce")).isEqualTo("n-1");
        assertThat(identity.getAudience()).containsExactly("demo-app");
        assertThat(identity.getSubject()).isEqualTo("pat");
        JsonNode caller = getAs(text(json, "access_token"), FHIR + "/Patient").json();
        assertThat(text(caller, "subject")).isEqualTo("pat");
        assertThat(text(caller, "client")).isEqualTo("demo-app");
        assertThat(text(caller, "patient")).isEqualTo("pat-1");
        assertThat(text(caller, "purpose")).isEqualTo("PATRQT");
        assertThat(text(caller, "fhirUser")).isEqualTo("Patient/pat-1");
        assertThat(fhir(text(json, "id_token"))).isEqualTo(401);
    }

    @Test
    @Requirement({49, 354})
    void anAppMaySendItsUserByAForm() {
        Browser browser = browser()
                .post(BASE + Endpoints.AUTHORIZE, request("demo-app", "launch/patient patient/*.rs"))
                .signIn("pat", "firewarden-demo")
                .submit(Map.of("action", "allow"));

        assertThat(redeem("demo-app", codeOf(browser)).status()).isEqualTo(200);
    }

    @Test
    @Requirement({79, 119, 145, 259})
    void scopesThatTheUserOrTheAppCannotHaveFallAway() {
        JsonNode json =
                tokens("pat", "demo-app", "patient/Patient.cruds patient/Nonsense user/*.rs system/*.rs made-up");

        assertThat(text(json, "scope")).isEqualTo("patient/Patient.rs");
        assertThat(text(tokens("pat", "narrow-app", "patient/*.rs"), "scope")).isEqualTo("patient/Observation.rs");
    }

    @Test
    @Requirement({126, 127, 128, 369})
    void whoAsksInTheFirstVersionIsAnsweredInIt() {
        JsonNode json = tokens("pat", "demo-app", "patient/Observation.read patient/Condition.*");

        assertThat(words(json)).containsExactlyInAnyOrder("patient/Observation.read", "patient/Condition.rs");
        assertThat(text(getAs(text(json, "access_token"), FHIR + "/Patient").json(), "scopes"))
                .isEqualTo("patient/Condition.rs patient/Observation.rs");
    }

    @Test
    @Requirement({129, 370})
    void aScopeWithAQueryIsCarriedByTheToken() {
        String scope =
                "patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|vital-signs";
        Browser browser = launched("pat", request("demo-app", scope + " patient/Observation.sr"));
        assertThat(browser.body()).contains("only where category is vital signs");

        JsonNode json = redeem("demo-app", codeOf(browser.submit(Map.of("action", "allow"))))
                .json();

        assertThat(text(json, "scope")).isEqualTo(scope);
        assertThat(text(getAs(text(json, "access_token"), FHIR + "/Patient").json(), "scopes"))
                .isEqualTo(scope);
    }

    @Test
    @Requirement({149, 167, 171, 350, 364, 368})
    void aClinicianChoosesAPatientAndAnEncounter() {
        Browser browser =
                launched("alice", request("demo-app", "launch/patient launch/encounter patient/*.rs user/Patient.rs"));
        assertThat(browser.body())
                .contains("Choose a patient", "Smith, Ann", "Smythe &lt;script&gt;")
                .doesNotContain("<script>");
        browser.submit(0, Map.of("action", "search", "name", "Smith"), List.of());
        assertThat(browser.body()).contains("Smith, Ann").doesNotContain("Smythe");
        assertThat(browser.address()).doesNotContain("Smith");
        browser.submit(1, Map.of("action", "choose", "chosen", "p-7"), List.of());
        assertThat(browser.body()).contains("Ward 3");
        browser.submit(Map.of("action", "choose", "chosen", "e-p-7"));
        assertThat(browser.body()).contains("opens for this patient: <strong>Smith, Ann");

        JsonNode json = redeem("demo-app", codeOf(browser.submit(Map.of("action", "allow", "purpose", "HOPERAT"))))
                .json();

        assertThat(text(json, "patient")).isEqualTo("p-7");
        assertThat(text(json, "encounter")).isEqualTo("e-p-7");
        assertThat(words(json)).contains("patient/*.rs", "launch/encounter");
        JsonNode caller = getAs(text(json, "access_token"), FHIR + "/Patient").json();
        assertThat(text(caller, "patient")).isEqualTo("p-7");
        assertThat(text(caller, "purpose")).isEqualTo("HOPERAT");
    }

    @Test
    void aPatientWhomTheGateHidesCannotBeChosenByHand() {
        Browser browser = launched("alice", request("demo-app", "launch/patient patient/*.rs"));

        browser.submit(1, Map.of("action", "choose", "chosen", "hidden-9"), List.of());

        assertThat(browser.body()).contains("Choose a patient");
    }

    @Test
    @Requirement({163, 165})
    void withoutAPatientTheScopesOfPatientsFallAway() {
        Browser browser = launched("alice", request("demo-app", "launch/patient patient/*.rs user/Patient.rs"))
                .submit(1, Map.of("action", "none"), List.of())
                .submit(Map.of("action", "allow"));

        JsonNode json = redeem("demo-app", codeOf(browser)).json();
        assertThat(text(json, "scope")).isEqualTo("user/Patient.rs");
        assertThat(json.has("patient")).isFalse();
    }

    @Test
    @Requirement({54, 73})
    void whoCanBeGrantedNothingIsSentBackToTheApp() {
        assertThat(launched("root", request("demo-app", "user/*.rs")).answer()).containsEntry("error", "invalid_scope");
        Browser denied = launched("pat", request("demo-app", "patient/*.rs")).submit(Map.of("action", "deny"));
        assertThat(denied.answer()).containsEntry("error", "access_denied").containsEntry("state", "a b+c&d");
        assertThat(denied.leavingFor()).startsWith(DEMO_REDIRECT);
    }

    @Test
    @Requirement({79, 145})
    void whatIsUntickedIsNotGrantedAndPartsNarrow() {
        Browser browser =
                launched("pat", request("demo-app", "openid fhirUser patient/Condition.rs patient/Observation.rs"));
        // Items are numbered in the order of their scopes: 0 Condition, 1 Observation, 2 who you are.
        assertThat(browser.boxes()).contains("0", "1", "1.0", "1.1", "2");

        browser.tick("1.0").submit(0, Map.of("action", "allow"), List.of("0", "2"));

        JsonNode json = redeem("demo-app", codeOf(browser)).json();
        assertThat(text(json, "scope"))
                .isEqualTo("patient/Observation.rs?category="
                        + "http://terminology.hl7.org/CodeSystem/observation-category|laboratory");
        assertThat(json.has("id_token")).isFalse();
    }

    @Test
    void aConsentThatLeavesNothingIsAskedAgain() {
        Browser browser = launched("pat", request("demo-app", "patient/Condition.rs"))
                .submit(0, Map.of("action", "allow"), List.of("0"));

        assertThat(browser.status()).isEqualTo(200);
        assertThat(browser.body()).contains("role=\"alert\"", "Nothing is ticked");
    }

    @Test
    void anAppThatTheOrganisationApprovedAsksNobody() {
        Browser browser = launched("pat", request("trusted-app", "patient/*.rs"));

        assertThat(redeem("trusted-app", codeOf(browser)).status()).isEqualTo(200);
    }

    @Test
    void whoIsSignedInIsNotAskedForThePasswordAgain() {
        Browser browser = launched("pat", request("demo-app", "patient/*.rs")).submit(Map.of("action", "allow"));

        browser.open(authorize(request("demo-app", "patient/*.rs")));

        assertThat(browser.body()).contains("Let Demo app in?");
        Map<String, String> anew = request("demo-app", "patient/*.rs");
        anew.put("prompt", "login");
        assertThat(browser.open(authorize(anew)).address()).endsWith(Endpoints.LOGIN);
    }

    @Test
    void withoutPagesTheAppIsToldWhatWouldBeNeeded() {
        Map<String, String> silent = request("demo-app", "patient/*.rs");
        silent.put("prompt", "none");
        assertThat(browser().open(authorize(silent)).answer()).containsEntry("error", "login_required");
        Browser browser = launched("pat", request("demo-app", "patient/*.rs"));
        assertThat(browser.open(authorize(silent)).answer()).containsEntry("error", "consent_required");
        assertThat(browser.open(authorize(with(request("trusted-app", "patient/*.rs"), "prompt", "none")))
                        .answer())
                .containsKey("code");
    }

    @ParameterizedTest
    @Requirement({15, 31, 96})
    @CsvSource({
        "code_challenge,        '',                         invalid_request",
        "code_challenge,        short,                      invalid_request",
        "code_challenge_method, plain,                      invalid_request",
        "code_challenge_method, '',                         invalid_request",
        "aud,                   https://elsewhere.example,  invalid_request",
        "aud,                   '',                         invalid_request",
        "response_type,         token,                      unsupported_response_type",
        "response_type,         '',                         invalid_request",
        "scope,                 nonsense,                   invalid_scope",
        "scope,                 '',                         invalid_scope",
        "prompt,                maybe,                      invalid_request",
        "request,               eyJhbGciOiJub25lIn0.e30.,   request_not_supported"
    })
    void aFaultyRequestIsToldToTheAppWithTheCodeOfTheRfc(String name, String value, String error) {
        Map<String, String> faulty = with(request("demo-app", "patient/*.rs"), name, value);

        Browser browser = browser().open(authorize(faulty));

        assertThat(browser.leavingFor()).startsWith(DEMO_REDIRECT + "?");
        assertThat(browser.answer()).containsEntry("error", error).containsEntry("state", "a b+c&d");
        assertThat(browser.answer().get("error_description")).isNotBlank();
    }

    @Test
    void aParameterThatComesTwiceIsRefused() {
        Browser browser = browser().open(authorize(request("demo-app", "patient/*.rs")) + "&scope=patient/*.cruds");

        assertThat(browser.answer()).containsEntry("error", "invalid_request");
    }

    @ParameterizedTest
    @Requirement({18})
    @ValueSource(
            strings = {
                "https://elsewhere.example/app.html",
                "http://127.0.0.1:9876/app.html/../../evil",
                "http://127.0.0.1:9876/app.htmlx",
                "http://127.0.0.1:9876/app.html?x=1",
                "http://127.0.0.1:9876/app.html#x",
                "http://127.0.0.1:9876@evil.example/app.html",
                "http://127.0.0.1.evil.example:9876/app.html",
                "http://localhost:9876/app.html",
                "https://127.0.0.1:9876/app.html",
                "http://user@127.0.0.1:9876/app.html",
                "http://127.0.0.1:9876/APP.html",
                "javascript:alert(1)",
                ""
            })
    void noForeignRedirectIsFollowed(String redirect) {
        Browser browser =
                browser().open(authorize(with(request("demo-app", "patient/*.rs"), "redirect_uri", redirect)));

        assertThat(browser.status()).isEqualTo(400);
        assertThat(browser.leavingFor()).isEmpty();
        assertThat(browser.body()).contains("This app cannot be opened").doesNotContain("elsewhere", "alert(1)");
    }

    @Test
    void aNativeAppMayListenOnAnyPortOfThisMachine() {
        Map<String, String> request =
                with(request("demo-app", "patient/*.rs"), "redirect_uri", "http://127.0.0.1:54321/app.html");

        Browser browser = launched("pat", request).submit(Map.of("action", "allow"));

        assertThat(browser.leavingFor()).startsWith("http://127.0.0.1:54321/app.html?code=");
    }

    @Test
    void anUnknownAppIsNamedToNobody() {
        Browser browser = browser().open(authorize(with(request("demo-app", "patient/*.rs"), "client_id", "<b>x")));

        assertThat(browser.status()).isEqualTo(400);
        assertThat(browser.body()).doesNotContain("<b>x", "&lt;b&gt;x");
        assertThat(get(authorize(with(request("demo-app", "x"), "client_id", "x")))
                        .json()
                        .get("error")
                        .asText())
                .isEqualTo("invalid_request");
    }

    @Test
    void aMachineAtTheAuthorizationEndpointGetsJsonAndNoPage() {
        Answer answer = get(authorize(request("demo-app", "patient/*.rs")), "Accept", "application/json");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().get("error").asText()).isEqualTo("login_required");
    }

    @Test
    void noPageCanBeFramedOrLoadsAnythingAndEachHasALanguageAndOneHeading() {
        Browser login = browser().open(authorize(request("demo-app", "patient/*.rs")));
        assertThat(login.header("Content-Security-Policy"))
                .contains("frame-ancestors 'none'")
                .contains("form-action 'self' http://127.0.0.1:*");
        Browser consent = login.signIn("pat", "firewarden-demo");
        for (Browser page : List.of(consent, launched("alice", request("demo-app", "patient/*.rs")))) {
            assertThat(page.header("Content-Security-Policy"))
                    .contains(
                            "default-src 'none'", "frame-ancestors 'none'", "form-action 'self' http://127.0.0.1:9876");
            assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(page.header("Cache-Control")).contains("no-store");
            assertThat(page.body())
                    .contains("<html lang=\"en\">", "<main>", "<title>")
                    .containsOnlyOnce("<h1>");
            assertThat(page.body()).doesNotContain("<script", "onclick", "style=\"");
        }
    }

    @Test
    void theNameOfAnAppIsShownEscaped() {
        assertThat(launched("pat", request("narrow-app", "patient/Observation.rs"))
                        .body())
                .contains("Narrow app &lt;b&gt;&amp;")
                .doesNotContain("Narrow app <b>");
    }

    @Test
    void aWrongPasswordDoesNotSignInAndTellsNothingOfTheName() {
        Browser known =
                browser().open(authorize(request("demo-app", "patient/*.rs"))).signIn("pat", "guess");
        Browser unknown =
                browser().open(authorize(request("demo-app", "patient/*.rs"))).signIn("nobody", "guess");

        assertThat(known.address()).endsWith("/login?error");
        assertThat(unknown.address()).endsWith("/login?error");
        assertThat(events("sign-in"))
                .anySatisfy(event -> {
                    assertThat(event.details()).containsEntry("error", "credentials");
                    assertThat(event.subject()).isEqualTo("pat");
                    assertThat(event.outcome()).isEqualTo(AuditOutcome.MINOR_FAILURE);
                })
                .allSatisfy(event -> assertThat(event.outcome() == AuditOutcome.SUCCESS)
                        .isNotEqualTo(event.details().containsKey("error")));
    }

    @Test
    @Requirement({356})
    void anAppWithASecretProvesItselfInBothWays() {
        String scope = "openid launch/patient patient/*.rs";
        Map<String, String> form = redemption("secret-app", code("pat", "secret-app", scope));
        form.remove("client_id");
        String basic = Base64.getEncoder()
                .encodeToString(("secret-app:" + TestClients.SECRET).getBytes(StandardCharsets.UTF_8));
        assertThat(post(TOKEN, form, "Authorization", "Basic " + basic).status())
                .isEqualTo(200);
        Map<String, String> inBody = redemption("secret-app", code("pat", "secret-app", scope));
        inBody.put("client_secret", TestClients.SECRET);
        assertThat(post(TOKEN, inBody).status()).isEqualTo(200);
        Map<String, String> wrong = redemption("secret-app", code("pat", "secret-app", scope));
        assertThat(post(TOKEN, wrong).status()).isEqualTo(401);
        wrong.put("client_secret", "guess");
        assertThat(post(TOKEN, wrong).json().get("error").asText()).isEqualTo("invalid_client");
    }

    @Test
    @Requirement({357})
    void anAppWithAKeyProvesItselfByAnAssertion() {
        Map<String, String> form = redemption("key-app", code("pat", "key-app", "patient/*.rs"));
        assertThat(post(TOKEN, form).status()).isEqualTo(401);
        form.remove("client_id");

        assertThat(post(TOKEN, asserted(TestClients.KEY, "key-app", form)).status())
                .isEqualTo(200);
    }

    private static Map<String, String> with(Map<String, String> request, String name, String value) {
        Map<String, String> changed = new HashMap<>(request);
        if (value.isEmpty()) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return changed;
    }
}
