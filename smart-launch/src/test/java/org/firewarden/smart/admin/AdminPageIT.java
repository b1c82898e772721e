package org.firewarden.smart.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.smart.AppLaunch;
import org.firewarden.smart.Authenticator;
import org.firewarden.smart.Browser;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.Requirement;
import org.firewarden.smart.TestClients;
import org.firewarden.smart.TestKeys;
import org.firewarden.smart.client.ClientRegister;
import org.firewarden.smart.factor.SecondFactors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;

/** How clients and people come into the database, and out of it. */
class AdminPageIT extends AppLaunch {

    private static final Pattern SECRET = Pattern.compile("<code>([^<]+)</code>");

    @Autowired
    private ClientRegister register;

    @Autowired
    private SecondFactors factors;

    /** Other tests sign in with a password alone. */
    @AfterEach
    void forget() {
        factors.remove("root");
    }

    @Test
    @Requirement({18, 24, 316})
    void anAppIsRegisteredRotatedSuspendedAndLetInAgain() {
        String id = "app-" + UUID.randomUUID();
        Browser root = administrator();
        root.post(BASE + Endpoints.ADMIN, form(root, "write-client", """
            {"client_id": "%s", "client_name": "New app", "redirect_uris": ["%s"], "scope": "patient/*.rs",
             "token_endpoint_auth_method": "client_secret_basic", "abilities": ["offline"]}
            """.formatted(id, TestClients.REDIRECT)));
        String secret = secret(root);
        JsonNode first = tokens(id, secret);
        assertThat(fhir(text(first, "access_token"))).isEqualTo(200);

        root.post(BASE + Endpoints.ADMIN, with(form(root, "new-secret", ""), "id", id));
        String second = secret(root);
        assertThat(redeemed(id, secret).status()).isEqualTo(401);
        assertThat(redeemed(id, second).status()).isEqualTo(200);

        root.post(BASE + Endpoints.ADMIN, with(form(root, "suspend-client", ""), "id", id));
        assertThat(fhir(text(first, "access_token"))).isEqualTo(401);
        assertThat(browser().open(authorize(request(id, "patient/*.rs"))).status())
                .isEqualTo(400);
        root.post(BASE + Endpoints.ADMIN, with(form(root, "activate-client", ""), "id", id));
        assertThat(redeemed(id, second).status()).isEqualTo(200);
        assertThat(events("administration-change"))
                .anySatisfy(event -> assertThat(event.details())
                        .containsEntry("action", "suspend-client")
                        .containsEntry("by", "root"));
        assertThat(events("client-change"))
                .anySatisfy(event -> assertThat(event.details()).containsEntry("change", "suspend-client"));
    }

    @Test
    @Requirement({197})
    void aPersonSignsInWithAPasswordAndIsSuspended() {
        String name = "p-" + UUID.randomUUID();
        Browser root = administrator();
        root.post(
                BASE + Endpoints.ADMIN,
                with(form(root, "write-person", """
                    {"name": "%s", "roles": ["clinician"], "scope": "user/*.rs", "purposes": ["TREAT"]}
                    """.formatted(name)), "password", "correct horse battery staple"));
        assertThat(root.body()).contains("Done");

        Browser browser = browser()
                .open(authorize(request("demo-app", "openid fhirUser user/*.rs offline_access")))
                .signIn(name, "correct horse battery staple")
                .submit(Map.of("action", "allow"));
        JsonNode json = redeem("demo-app", codeOf(browser)).json();
        assertThat(words(json)).containsExactlyInAnyOrder("openid", "user/*.rs", "offline_access");
        root.post(BASE + Endpoints.ADMIN, with(form(root, "suspend-person", ""), "id", name));

        assertThat(fhir(text(json, "access_token"))).isEqualTo(401);
        assertThat(browser()
                        .open(authorize(request("demo-app", "user/*.rs")))
                        .signIn(name, "correct horse battery staple")
                        .address())
                .endsWith("/login?error");
        root.post(BASE + Endpoints.ADMIN, with(form(root, "activate-person", ""), "id", name));
        assertThat(refresh("demo-app", text(json, "refresh_token"), Map.of())
                        .json()
                        .get("error")
                        .asText())
                .as("what was let in before stays out")
                .isEqualTo("invalid_grant");
        assertThat(fhir(text(json, "access_token"))).isEqualTo(401);
        assertThat(events("administration-change"))
                .allSatisfy(event -> assertThat(event.subject()).isEqualTo("root"));
    }

    @Test
    void whatIsWrongIsNamedAndChangesNothing() {
        Browser root = administrator();
        Map<String, String> wrong = new HashMap<>();
        wrong.put(
                "write-client",
                "{\"client_id\": \"x\", \"client_name\": \"X\", \"redirect_uris\": [\"http://evil.example\"]}");
        wrong.put("write-person", "{\"name\": \"x y\"}");
        wrong.put("nonsense", "{}");
        wrong.forEach((action, json) -> {
            root.post(BASE + Endpoints.ADMIN, form(root, action, json));
            assertThat(root.status()).as(action).isEqualTo(400);
            assertThat(root.body()).contains("Nothing was changed").doesNotContain("evil.example");
        });
        root.post(BASE + Endpoints.ADMIN, with(form(root, "write-person", "{\"name\": \"x\"}"), "password", "short"));
        assertThat(root.status()).isEqualTo(400);
    }

    @Test
    void thePageIsForAdministrators() {
        Browser alice = browser().open(BASE + Endpoints.ADMIN).signIn("alice", "firewarden-demo");
        assertThat(alice.status()).isEqualTo(403);
        assertThat(browser().open(BASE + Endpoints.ADMIN).address()).endsWith(Endpoints.LOGIN);
        Browser root = administrator();
        root.post(BASE + Endpoints.ADMIN, Map.of("action", "rotate-key"));
        assertThat(root.status()).isEqualTo(403);
    }

    @Test
    void aPasswordAloneChangesNothing() {
        Browser root = browser().open(BASE + Endpoints.ADMIN).signIn("root", "firewarden-demo");
        assertThat(root.address()).endsWith(Endpoints.SECOND_FACTOR);

        root.post(BASE + Endpoints.ADMIN, form(root, "rotate-key", ""));

        assertThat(root.body()).doesNotContain("Clients and people");
        Authenticator.show(root.open(BASE + Endpoints.SECOND_FACTOR), "root");
        assertThat(root.open(BASE + Endpoints.ADMIN).body()).contains("Clients and people");
    }

    @Test
    void anAdministratorTakesALostSecondFactorAwayAndSignsItsOwnerOff() {
        String name = "p-" + UUID.randomUUID();
        Browser root = administrator();
        root.post(
                BASE + Endpoints.ADMIN,
                with(form(root, "write-person", """
                    {"name": "%s", "roles": ["clinician"], "scope": "user/*.rs", "purposes": ["TREAT"]}
                    """.formatted(name)), "password", "correct horse battery staple"));
        Browser owner = browser().open(BASE + Endpoints.ACCOUNT).signIn(name, "correct horse battery staple");
        Authenticator.show(owner, name);
        assertThat(owner.open(BASE + Endpoints.ACCOUNT).body()).contains("10 recovery codes");
        assertThat(root.open(BASE + Endpoints.ADMIN).body()).contains("Take the second factor of");

        root.post(BASE + Endpoints.ADMIN, with(form(root, "reset-second-factor", ""), "id", name));

        assertThat(root.body()).contains("Done");
        assertThat(owner.open(BASE + Endpoints.ACCOUNT).address()).endsWith(Endpoints.LOGIN);
        assertThat(owner.signIn(name, "correct horse battery staple").body()).contains("You have none");
    }

    @Test
    void registrationIsClosedUnlessSomebodyIsTrustedToVouch() {
        Answer answer = postJson(BASE + Endpoints.REGISTER, "{}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().get("error").asText()).isEqualTo("access_denied");
    }

    @Test
    @Requirement({24, 316})
    void anAppWithAGoodStatementRegistersItselfAndTheStatementWins() {
        ECKey key = TestKeys.es384("vouch");
        RegistrationController open = new RegistrationController(
                register,
                new SoftwareStatements("https://vouch.example", new JWKSet(key), Clock.systemUTC()),
                Clock.systemUTC());
        String good = statement(key, "https://vouch.example", 60);

        var answer = open.register(registration(good), new MockHttpServletRequest());

        assertThat(answer.getStatusCode().value()).isEqualTo(201);
        assertThat(answer.getBody())
                .contains("\"client_id\":", "\"client_name\":\"Vouched app\"", "client_id_issued_at")
                .doesNotContain("Evil", "evil.example", "system/", "introspect");
        for (String bad : List.of(
                "",
                "garbage",
                statement(key, "https://elsewhere.example", 60),
                statement(key, "https://vouch.example", -60),
                statement(TestKeys.es384("vouch"), "https://vouch.example", 60),
                TestKeys.sign(
                        new JWSHeader.Builder(JWSAlgorithm.ES384).keyID("vouch").build(),
                        key,
                        new JWTClaimsSet.Builder()
                                .issuer("https://vouch.example")
                                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                                .claim("client_name", "Vouched app")
                                .build()))) {
            assertThat(open.register(registration(bad), new MockHttpServletRequest())
                            .getBody())
                    .contains("invalid_software_statement");
        }
    }

    private static String registration(String statement) {
        return """
            {"client_name": "Evil", "redirect_uris": ["https://evil.example/cb"], "scope": "system/*.cruds",
             "abilities": ["introspect"], "software_statement": "%s"}
            """.formatted(statement);
    }

    private static String statement(ECKey key, String issuer, long seconds) {
        return TestKeys.sign(
                new JWSHeader.Builder(JWSAlgorithm.ES384).keyID(key.getKeyID()).build(),
                key,
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .expirationTime(Date.from(Instant.now().plusSeconds(seconds)))
                        .claim("client_name", "Vouched app")
                        .claim("redirect_uris", List.of("https://vouched.example/cb"))
                        .claim("scope", "patient/*.rs")
                        .build());
    }

    private JsonNode tokens(String id, String secret) {
        return redeemed(id, secret).json();
    }

    private Answer redeemed(String id, String secret) {
        Map<String, String> form = redemption(id, code("pat", id, "launch/patient patient/*.rs"));
        form.put("client_secret", secret);
        return post(TOKEN, form);
    }

    private static Browser administrator() {
        return Authenticator.show(browser().open(BASE + Endpoints.ADMIN).signIn("root", "firewarden-demo"), "root");
    }

    private static String secret(Browser browser) {
        Matcher secret = SECRET.matcher(browser.body());
        assertThat(secret.find()).as(browser::body).isTrue();
        return secret.group(1);
    }

    private static Map<String, String> form(Browser browser, String action, String json) {
        Matcher token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(browser.body());
        assertThat(token.find()).isTrue();
        return Map.of("_csrf", token.group(1), "action", action, "json", json);
    }

    private static Map<String, String> with(Map<String, String> form, String name, String value) {
        Map<String, String> more = new HashMap<>(form);
        more.put(name, value);
        return more;
    }
}
