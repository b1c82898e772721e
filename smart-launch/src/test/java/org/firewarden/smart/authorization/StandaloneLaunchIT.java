package org.firewarden.smart.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.crypto.Sha256;
import org.firewarden.smart.Endpoints;
import org.firewarden.smart.SmartServer;
import org.junit.jupiter.api.Test;
import org.springframework.web.util.UriComponentsBuilder;

/** A standalone launch of demo-app in a browser: authorization code, PKCE, sign-in form. */
class StandaloneLaunchIT extends SmartServer {

    private static final String REDIRECT = "http://127.0.0.1:9876/app.html";
    private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more-0123456789";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @Test
    void patSignsInAndTheAppGetsTheOwnPatientAndWhoSheIs() throws ParseException {
        Map<String, String> answer = launch("pat", "openid fhirUser launch/patient patient/*.rs offline_access");
        assertThat(answer).containsEntry("state", "a b+c&d");

        Answer token = redeem(codeOf(answer), VERIFIER);

        assertThat(token.status()).isEqualTo(200);
        assertThat(token.json().get("patient").asText()).isEqualTo("pat-1");
        assertThat(token.json().get("scope").asText().split(" ", -1))
                .containsExactlyInAnyOrder("fhirUser", "launch/patient", "openid", "patient/*.rs");
        assertThat(token.header("Cache-Control")).contains("no-store");
        SignedJWT idToken = SignedJWT.parse(token.json().get("id_token").asText());
        JWTClaimsSet identity = idToken.getJWTClaimsSet();
        assertThat(idToken.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(identity.getStringClaim("fhirUser")).isEqualTo(FHIR + "/Patient/pat-1");
        assertThat(identity.getAudience()).containsExactly("demo-app");
        assertThat(identity.getSubject()).isEqualTo("pat");
        JsonNode caller = getAs(token.json().get("access_token").asText(), FHIR + "/Patient")
                .json();
        assertThat(caller.get("subject").asText()).isEqualTo("pat");
        assertThat(caller.get("client").asText()).isEqualTo("demo-app");
        assertThat(caller.get("patient").asText()).isEqualTo("pat-1");
        assertThat(caller.get("purpose").asText()).isEqualTo("PATRQT");
        assertThat(caller.get("fhirUser").asText()).isEqualTo("Patient/pat-1");
        assertThat(getAs(token.json().get("id_token").asText(), FHIR + "/Patient")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void scopesThatTheUserCannotHaveFallAway() {
        Map<String, String> answer = launch("pat", "patient/Patient.cruds patient/Nonsense user/*.rs system/*.rs");

        assertThat(redeem(codeOf(answer), VERIFIER).json().get("scope").asText())
                .isEqualTo("patient/Patient.rs");
    }

    @Test
    void aClinicianWithoutAPatientPickerGetsUserScopesOnly() {
        Map<String, String> answer = launch("alice", "launch/patient patient/*.rs user/Patient.rs");

        Answer token = redeem(codeOf(answer), VERIFIER);
        assertThat(token.json().get("scope").asText()).isEqualTo("user/Patient.rs");
        assertThat(token.json().has("patient")).isFalse();
    }

    @Test
    void whoCanBeGrantedNothingIsSentBackToTheApp() {
        assertThat(launch("alice", "patient/*.rs")).containsEntry("error", "invalid_scope");
        assertThat(launch("root", "user/*.rs")).containsEntry("error", "invalid_scope");
    }

    @Test
    void aLaunchWithoutPkceOrWithPlainIsRefused() {
        Map<String, String> none = request("patient/*.rs");
        none.remove("code_challenge");
        none.remove("code_challenge_method");
        assertThat(errorOf(none)).isEqualTo("invalid_request");
        Map<String, String> plain = request("patient/*.rs");
        plain.put("code_challenge_method", "plain");
        assertThat(errorOf(plain)).isEqualTo("invalid_request");
    }

    @Test
    void aLaunchForAnotherServerIsRefused() {
        Map<String, String> foreign = request("patient/*.rs");
        foreign.put("aud", "https://elsewhere.example/fhir");
        assertThat(errorOf(foreign)).isEqualTo("invalid_request");
        Map<String, String> absent = request("patient/*.rs");
        absent.remove("aud");
        assertThat(errorOf(absent)).isEqualTo("invalid_request");
    }

    @Test
    void aForeignRedirectIsNotFollowed() {
        Map<String, String> foreign = request("patient/*.rs");
        foreign.put("redirect_uri", "https://elsewhere.example/app.html");

        HttpResponse<String> response = navigate(authorize(foreign));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void aCodeNeedsItsVerifierAndIsGoodForOneUse() {
        String code = codeOf(launch("pat", "patient/*.rs"));
        assertThat(redeem(code, "not-the-verifier-but-long-enough-to-be-one-012345")
                        .status())
                .isIn(400, 401);
        String other = codeOf(launch("pat", "patient/*.rs"));
        Answer first = redeem(other, VERIFIER);
        assertThat(first.status()).isEqualTo(200);
        Answer second = redeem(other, VERIFIER);
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.json().get("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void aMachineAtTheAuthorizationEndpointGetsJsonAndNoPage() {
        Answer answer = get(authorize(request("patient/*.rs")), "Accept", "application/json");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().get("error").asText()).isEqualTo("login_required");
    }

    @Test
    void theSignInPageCannotBeFramedAndLetsTheFormLeadToTheApp() {
        HttpResponse<String> page = navigate(BASE + Endpoints.LOGIN);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("frame-ancestors 'none'")
                .contains("form-action 'self' http://127.0.0.1:9876");
        assertThat(page.headers().firstValue("X-Frame-Options")).contains("DENY");
    }

    @Test
    void aWrongPasswordDoesNotSignIn() {
        navigate(authorize(request("patient/*.rs")));

        assertThat(signIn("pat", "guess")).endsWith("/login?error");
    }

    private Map<String, String> launch(String user, String scope) {
        browser.cookieHandler()
                .map(CookieManager.class::cast)
                .orElseThrow()
                .getCookieStore()
                .removeAll();
        String uri = authorize(request(scope));
        HttpResponse<String> first = navigate(uri);
        assertThat(first.headers().firstValue("Location").orElse("")).endsWith(Endpoints.LOGIN);
        String back = signIn(user, "firewarden-demo");
        return query(navigate(back).headers().firstValue("Location").orElseThrow());
    }

    private String signIn(String user, String password) {
        Matcher csrf = CSRF.matcher(navigate(BASE + Endpoints.LOGIN).body());
        assertThat(csrf.find()).isTrue();
        HttpRequest form = HttpRequest.newBuilder(URI.create(BASE + Endpoints.LOGIN))
                .POST(BodyPublishers.ofString(
                        encode(Map.of("username", user, "password", password, "_csrf", csrf.group(1)))))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .build();
        return send(form).headers().firstValue("Location").orElseThrow();
    }

    private Answer redeem(String code, String verifier) {
        return post(
                BASE + Endpoints.TOKEN,
                Map.of(
                        "grant_type", "authorization_code",
                        "code", code,
                        "redirect_uri", REDIRECT,
                        "client_id", "demo-app",
                        "code_verifier", verifier));
    }

    private static String codeOf(Map<String, String> answer) {
        return Objects.requireNonNull(answer.get("code"));
    }

    private String errorOf(Map<String, String> request) {
        String location =
                navigate(authorize(request)).headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(REDIRECT);
        return Objects.requireNonNull(query(location).get("error"));
    }

    private static Map<String, String> request(String scope) {
        Map<String, String> request = new HashMap<>();
        request.put("response_type", "code");
        request.put("client_id", "demo-app");
        request.put("redirect_uri", REDIRECT);
        request.put("scope", scope);
        request.put("state", "a b+c&d");
        request.put("aud", FHIR);
        request.put("code_challenge_method", "S256");
        request.put(
                "code_challenge",
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Sha256.digest(VERIFIER.getBytes(StandardCharsets.US_ASCII))));
        return request;
    }

    private static String authorize(Map<String, String> request) {
        return BASE + Endpoints.AUTHORIZE + "?" + encode(request);
    }

    private static Map<String, String> query(String location) {
        Map<String, String> parameters = new HashMap<>();
        UriComponentsBuilder.fromUriString(location)
                .build()
                .getQueryParams()
                .forEach((name, values) ->
                        parameters.put(name, URLDecoder.decode(values.get(0), StandardCharsets.UTF_8)));
        return parameters;
    }

    private HttpResponse<String> navigate(String uri) {
        return send(HttpRequest.newBuilder(URI.create(uri))
                .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return browser.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
