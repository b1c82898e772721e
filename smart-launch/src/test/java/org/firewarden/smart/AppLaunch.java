package org.firewarden.smart;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.ECKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.firewarden.crypto.Sha256;

/** What tests of launches have in common: requests of apps, sign-in, consent, tokens. */
public abstract class AppLaunch extends SmartServer {

    /** The redirect address of demo-app. */
    protected static final String DEMO_REDIRECT = "http://127.0.0.1:9876/app.html";

    /** A PKCE verifier. */
    protected static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more-0123456789";

    /** The token endpoint. */
    protected static final String TOKEN = BASE + Endpoints.TOKEN;

    private static final String PASSWORD = "firewarden-demo";

    /** A good request of a client, to be changed. */
    protected static Map<String, String> request(String client, String scope) {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("response_type", "code");
        request.put("client_id", client);
        request.put("redirect_uri", redirectOf(client));
        request.put("scope", scope);
        request.put("state", "a b+c&d");
        request.put("aud", FHIR);
        request.put("code_challenge_method", "S256");
        request.put("code_challenge", digest(VERIFIER));
        return request;
    }

    /** SHA-256 in base64url. */
    protected static String digest(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Sha256.digest(text.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The address of a request. */
    protected static String authorize(Map<String, String> request) {
        return BASE + Endpoints.AUTHORIZE + "?" + encode(request);
    }

    /** A browser in which nobody has signed in. */
    protected static Browser browser() {
        return new Browser(BASE);
    }

    /** A browser in which somebody has signed in for this request, at the page that comes next. */
    protected static Browser launched(String user, Map<String, String> request) {
        return browser().open(authorize(request)).signIn(user, PASSWORD);
    }

    /** The code of an app that is let in with everything it asks for. */
    protected static String code(String user, String client, String scope) {
        return codeOf(launched(user, request(client, scope)).submit(Map.of("action", "allow")));
    }

    /** The code that the browser leaves with. */
    protected static String codeOf(Browser browser) {
        String code = browser.answer().get("code");
        if (code == null) {
            throw new AssertionError("no code but " + browser.status() + " " + browser.leavingFor() + browser.body());
        }
        return code;
    }

    /** Redeems a code as a client without a secret. */
    protected Answer redeem(String client, String code, String... headers) {
        return post(TOKEN, redemption(client, code), headers);
    }

    /** The form that redeems a code, to be changed. */
    protected static Map<String, String> redemption(String client, String code) {
        Map<String, String> form = new HashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirectOf(client));
        form.put("client_id", client);
        form.put("code_verifier", VERIFIER);
        return form;
    }

    /** The tokens of an app that is let in with everything it asks for. */
    protected JsonNode tokens(String user, String client, String scope) {
        Answer answer = redeem(client, code(user, client, scope));
        if (answer.status() != 200) {
            throw new AssertionError("no token: " + answer.response().body());
        }
        return answer.json();
    }

    /** Refreshes as a client without a secret. */
    protected Answer refresh(String client, String refreshToken, Map<String, String> more, String... headers) {
        Map<String, String> form = new HashMap<>(more);
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
        form.put("client_id", client);
        return post(TOKEN, form, headers);
    }

    /** A form with the assertion of a client with a key. */
    protected static Map<String, String> asserted(ECKey key, String client, Map<String, String> more) {
        Map<String, String> form = new HashMap<>(more);
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", TestKeys.assertion(key, client, TOKEN));
        return form;
    }

    /** Asks about a token as the resource server of the tests. */
    protected JsonNode introspect(String token) {
        return post(BASE + Endpoints.INTROSPECT, asserted(TestClients.KEY, "resource-server", Map.of("token", token)))
                .json();
    }

    /** The status with which FHIR answers a bearer of this token. */
    protected int fhir(String token) {
        return getAs(token, FHIR + "/Patient").status();
    }

    /** A text of a JSON object that must be there. */
    protected static String text(JsonNode json, String name) {
        return Objects.requireNonNull(json.get(name), () -> name + " is missing in " + json)
                .asText();
    }

    /** The words of a scope. */
    protected static List<String> words(JsonNode json) {
        return List.of(text(json, "scope").split(" ", -1));
    }

    /** Prepares a launch as the EHR of the tests. */
    protected Answer prepare(String body) {
        return postJson(
                BASE + Endpoints.LAUNCH,
                body,
                "Authorization",
                "Bearer " + TestKeys.assertion(TestClients.KEY, "test-ehr", BASE + Endpoints.LAUNCH));
    }

    private static String redirectOf(String client) {
        return client.equals("demo-app") ? DEMO_REDIRECT : TestClients.REDIRECT.toString();
    }
}
