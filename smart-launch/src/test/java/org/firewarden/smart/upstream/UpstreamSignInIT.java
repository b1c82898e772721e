package org.firewarden.smart.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.ParseException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.firewarden.smart.Authenticator;
import org.firewarden.smart.Browser;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.TestDatabase;
import org.firewarden.smart.TestProvider;
import org.firewarden.smart.TestProvider.Signing;
import org.firewarden.smart.factor.SecondFactors;
import org.firewarden.smart.people.Acr;
import org.firewarden.smart.people.StoredPeople;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Signing in at a hospital's own provider: who somebody is, how strongly, since when, and what happens when that changes. */
class UpstreamSignInIT extends UpstreamLogin {

    private static final String ROLES = "realm_access";

    @Autowired
    private StoredPeople people;

    @Autowired
    private SecondFactors factors;

    @Test
    void aClinicianSignsInThereAndAnAppGetsWhatTheClaimsStandFor() throws ParseException {
        TestProvider.says("nora", staff("fw-clinician", "nora"));
        Browser browser = browser().open(authorize(request("demo-app", "openid fhirUser user/*.rs")));
        assertThat(browser.body()).contains("Sign in with Clinic &lt;b&gt;&amp;");
        browser.goTo(Endpoints.UPSTREAM);
        assertThat(browser.answer())
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("response_mode", "query")
                .containsEntry("redirect_uri", BASE + Endpoints.UPSTREAM_ANSWER)
                .containsEntry("scope", "openid")
                .containsEntry("max_age", "43200")
                .containsKeys("state", "nonce", "code_challenge");
        String before = session(browser);

        browser.open(callback(browser, "nora"));

        assertThat(session(browser)).as("no fixed session").isNotEqualTo(before);
        assertThat(browser.body()).contains("Let Demo app in?");
        JsonNode tokens = redeem("demo-app", codeOf(browser.submit(Map.of("action", "allow"))))
                .json();
        String name = nameOf("nora");
        assertThat(name).startsWith("u-").doesNotContain("nora");
        assertThat(claims(tokens, "access_token").getSubject()).isEqualTo(name);
        assertThat(claims(tokens, "access_token").getStringListClaim("roles")).containsExactly("clinician");
        assertThat(claims(tokens, "access_token").getStringClaim("acr")).isEqualTo(Acr.PASSWORD);
        assertThat(claims(tokens, "id_token").getStringClaim("fhirUser")).isEqualTo(FHIR + "/Practitioner/nora");
        assertThat(events("sign-in")).anySatisfy(event -> {
            assertThat(event.subject()).isEqualTo(name);
            assertThat(event.details()).containsEntry("acr", Acr.PASSWORD).containsEntry("method", "upstream");
        });
        assertThat(last("account-change").details()).containsEntry("change", "upstream-added");
    }

    @Test
    void aPatientIsWhoeverTheProviderNamesAndChoosesNobody() throws ParseException {
        TestProvider.says(
                "pia", Map.of(ROLES, Map.of("roles", List.of("fw-patient")), "fhirUser", FHIR + "/Patient/pia-1"));

        JsonNode tokens = tokensOf("pia", "launch/patient patient/*.rs");

        assertThat(text(tokens, "patient")).isEqualTo("pia-1");
        assertThat(claims(tokens, "access_token").getStringClaim("patient")).isEqualTo("pia-1");
    }

    @Test
    void aPatientWithoutARecordIsRefusedAndSoIsWhoHasNoRoleHere() {
        TestProvider.says("pete", Map.of(ROLES, Map.of("roles", List.of("fw-patient"))));
        assertRefused(signedIn("pete", BASE + Endpoints.APPS));
        assertThat(last("sign-in").details()).containsEntry("error", "patient-without-record");
        TestProvider.says("pete", staff("fw-patient", "pete"));
        assertRefused(signedIn("pete", BASE + Endpoints.APPS));
        TestProvider.says("pete", staff("visitor", "pete"));
        assertRefused(signedIn("pete", BASE + Endpoints.APPS));
        assertThat(last("sign-in").details()).containsEntry("error", "no-role");
        assertThat(TestDatabase.jdbc()
                        .queryForObject(
                                "SELECT count(*) FROM firewarden.smart_upstream_account WHERE subject = 'pete'",
                                Integer.class))
                .isZero();
    }

    @Test
    void itIsAStrongSignInOnlyIfTheProviderSaysSo() throws ParseException {
        TestProvider.says("stella", staff("fw-clinician", "stella"));
        Map<String, String> request = request("demo-app", "openid user/*.rs");
        request.put("acr_values", Acr.STEP_UP);
        Browser browser = leaving(authorize(request));
        assertThat(browser.answer()).containsEntry("acr_values", "gold").containsEntry("max_age", "1800");
        browser.open(callback(browser, "stella"));
        assertThat(browser.address()).as("a second factor of ours").endsWith(Endpoints.SECOND_FACTOR);
        assertThat(browser.body()).contains("Sign in once more with Clinic &lt;b&gt;&amp;");

        TestProvider.makesWrong(claims -> claims.put("amr", List.of("pwd", "mfa")), Signing.GOOD);
        browser.goTo(Endpoints.UPSTREAM + "?stronger");
        assertThat(browser.answer()).containsEntry("acr_values", "gold");
        browser.open(callback(browser, "stella"));

        assertThat(last("step-up").details()).containsEntry("acr", Acr.STEP_UP).containsEntry("method", "upstream");
        JsonNode tokens = redeem("demo-app", codeOf(browser.submit(Map.of("action", "allow"))))
                .json();
        assertThat(claims(tokens, "access_token").getStringClaim("acr")).isEqualTo(Acr.STEP_UP);
    }

    @Test
    void whoHasASecondFactorHereShowsItUnlessTheProviderAskedForTwo() {
        TestProvider.says("fred", staff("fw-clinician", "fred"));
        Browser account = signedIn("fred", BASE + Endpoints.ACCOUNT);
        String name = nameOf("fred");
        Authenticator phone = Authenticator.setUp(account, name);

        Browser half = signedIn("fred", BASE + Endpoints.APPS);
        assertThat(half.address()).endsWith(Endpoints.SECOND_FACTOR);
        assertThat(half.open(BASE + Endpoints.APPS).address())
                .as("half is not in")
                .endsWith(Endpoints.LOGIN);
        half.open(BASE + Endpoints.SECOND_FACTOR).submit(Map.of("action", "verify", "code", phone.freshCode()));
        assertThat(half.open(BASE + Endpoints.APPS).body()).contains("Your apps");

        TestProvider.makesWrong(claims -> claims.put("acr", "gold"), Signing.GOOD);
        assertThat(signedIn("fred", BASE + Endpoints.APPS).body()).contains("Your apps");
        factors.remove(name);
    }

    @Test
    void thereIsNoOtherWayInForThem() {
        TestProvider.says("olga", staff("fw-clinician", "olga"));
        Browser account = signedIn("olga", BASE + Endpoints.ACCOUNT);
        assertThat(account.body()).contains("Second factor").doesNotContain("Passkeys");

        account.submit(1, Map.of("action", "add-passkey"), List.of());

        assertThat(account.address()).endsWith("?passkey-refused");
        assertThat(last("account-change").details()).containsEntry("error", "upstream");
        Browser guess = browser().signIn(nameOf("olga"), TestProvider.PASSWORD);
        assertThat(guess.address()).endsWith("/login?error");
    }

    @Test
    void aSignInIsAsOldAsTheProviderSays() throws ParseException {
        TestProvider.says("anna", staff("fw-clinician", "anna"));
        Instant before = Instant.now().minus(20, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
        TestProvider.makesWrong(claims -> claims.put("auth_time", before), Signing.GOOD);

        JsonNode tokens = tokensOf("anna", "openid user/*.rs");

        assertThat(claims(tokens, "id_token").getDateClaim("auth_time")).isEqualTo(Date.from(before));
        Map<String, String> recent = request("demo-app", "openid user/*.rs");
        recent.put("max_age", "300");
        Browser tooOld = leaving(authorize(recent));
        assertThat(Integer.parseInt(tooOld.answer().get("max_age"))).isBetween(300, 310);
        assertRefused(tooOld.open(callback(tooOld, "anna")));
        assertThat(last("sign-in").details()).containsEntry("error", "too-old");
        Map<String, String> again = request("demo-app", "openid user/*.rs");
        again.put("prompt", "login");
        Browser anew = leaving(authorize(again));
        assertThat(anew.answer()).containsEntry("prompt", "login");
        assertRefused(anew.open(callback(anew, "anna")));
        TestProvider.reset();
        assertThat(signedIn("anna", authorize(again)).body()).contains("Let Demo app in?");
    }

    @Test
    void anOldSignInDoesNotGoOnWithARequestForAFreshOne() {
        TestProvider.says("otto", staff("fw-clinician", "otto"));
        Map<String, String> request = request("demo-app", "openid user/*.rs");
        request.put("max_age", "300");
        Browser browser = signedIn("otto", authorize(request));
        String consent = browser.address();
        assertThat(browser.body()).contains("Let Demo app in?");

        TestProvider.makesWrong(
                claims -> claims.put("auth_time", Instant.now().minus(20, ChronoUnit.MINUTES)), Signing.GOOD);
        browser.open(BASE + Endpoints.UPSTREAM);
        assertThat(browser.open(callback(browser, "otto")).body()).contains("Your apps");

        assertThat(browser.open(consent).answer()).containsEntry("error", "login_required");
        request.put("prompt", "none");
        assertThat(browser.open(authorize(request)).answer()).containsEntry("error", "login_required");
    }

    @Test
    void whoseClaimsStandForNothingAnyMoreIsOutEverywhere() {
        TestProvider.says("lena", staff("fw-clinician", "lena"));
        JsonNode tokens = tokensOf("lena", "openid user/*.rs offline_access");
        Browser elsewhere = signedIn("lena", BASE + Endpoints.APPS);
        assertThat(fhir(text(tokens, "access_token"))).isEqualTo(200);
        String name = nameOf("lena");

        TestProvider.says("lena", staff("visitor", "lena"));
        assertRefused(signedIn("lena", BASE + Endpoints.APPS));

        assertThat(last("account-change").details()).containsEntry("change", "rights-ended");
        assertThat(last("account-change").subject()).isEqualTo(name);
        assertThat(elsewhere.open(BASE + Endpoints.APPS).address()).endsWith(Endpoints.LOGIN);
        assertThat(fhir(text(tokens, "access_token"))).isEqualTo(401);
        assertThat(refresh("demo-app", text(tokens, "refresh_token"), Map.of()).status())
                .isEqualTo(400);
        assertThat(people.find(name)).hasValueSatisfying(person -> {
            assertThat(person.roles()).isEmpty();
            assertThat(person.ceiling().granted()).isEmpty();
            assertThat(person.fhirUser()).isNull();
        });
        TestProvider.says("lena", staff("fw-clinician", "lena"));
        assertThat(signedIn("lena", BASE + Endpoints.APPS).body()).contains("Your apps");
        assertThat(nameOf("lena")).as("the same person as before").isEqualTo(name);
        assertThat(people.find(name))
                .hasValueSatisfying(person -> assertThat(person.fhirUser()).isEqualTo("Practitioner/lena"));
    }

    @Test
    void withOtherRightsWhatWasBegunUnderTheFormerOnesEnds() throws ParseException {
        TestProvider.says("rudi", staff("fw-clinician", "rudi"));
        JsonNode tokens = tokensOf("rudi", "openid user/*.rs offline_access");
        TestProvider.says("rudi", staff("fw-auditor", "rudi"));

        JsonNode now = tokensOf("rudi", "openid user/*.rs");

        assertThat(claims(now, "access_token").getStringListClaim("roles")).containsExactly("auditor");
        assertThat(text(now, "scope")).contains("user/AuditEvent.rs").doesNotContain("user/*");
        assertThat(fhir(text(tokens, "access_token"))).isEqualTo(401);
        assertThat(refresh("demo-app", text(tokens, "refresh_token"), Map.of()).status())
                .isEqualTo(400);
        assertThat(events("account-change"))
                .anySatisfy(event -> assertThat(event.details()).containsEntry("change", "rights-changed"));
    }

    @Test
    void whoIsSuspendedHereStaysOut() {
        TestProvider.says("sven", staff("fw-clinician", "sven"));
        assertThat(signedIn("sven", BASE + Endpoints.APPS).body()).contains("Your apps");
        String name = nameOf("sven");
        people.setActive(name, false);
        TestProvider.says("sven", staff("fw-auditor", "sven"));

        assertRefused(signedIn("sven", BASE + Endpoints.APPS));

        assertThat(last("sign-in").details()).containsEntry("error", "suspended");
        assertThat(last("sign-in").subject()).isEqualTo(name);
        assertThat(people.listed(name))
                .hasValueSatisfying(there -> assertThat(there.isActive()).isFalse());
    }
}
