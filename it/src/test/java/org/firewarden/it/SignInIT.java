package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The standalone launch of {@code demo-app} through the assembled server: sign-in page, code, token, read. */
class SignInIT {

    private static final String REDIRECT = "http://127.0.0.1:9876/app.html";
    /** The pair of RFC 7636, appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    private HttpResponse<String> get(String address) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Accept", "text/html")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String address, Map<String, String> form) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(encode(form)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String location(HttpResponse<String> response) {
        return URI.create(RunningServer.base())
                .resolve(response.headers().firstValue("Location").orElseThrow())
                .toString();
    }

    /** This server has none. */
    @Test
    void withoutAProviderElsewhereThereIsNoWayToOne() throws Exception {
        assertThat(get(RunningServer.base() + "/login").body()).doesNotContain("/login/upstream");
        assertThat(get(RunningServer.base() + "/login/upstream").statusCode()).isEqualTo(404);
        assertThat(get(RunningServer.base() + "/login/upstream/callback?code=x&state=x")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aPatientSignsInAndTheAppReadsTheOwnRecord() throws Exception {
        HttpResponse<String> start = get(RunningServer.base() + "/oauth2/authorize?"
                + encode(Map.of(
                        "response_type", "code",
                        "client_id", "demo-app",
                        "redirect_uri", REDIRECT,
                        "scope", "openid fhirUser launch/patient patient/*.rs",
                        "state", "xyz",
                        "aud", RunningServer.base() + "/fhir",
                        "code_challenge", CHALLENGE,
                        "code_challenge_method", "S256")));
        assertThat(start.statusCode()).isEqualTo(302);
        HttpResponse<String> page = get(location(start));
        assertThat(page.statusCode()).isEqualTo(200);
        Matcher csrf = CSRF.matcher(page.body());
        assertThat(csrf.find()).as(page::body).isTrue();

        HttpResponse<String> signedIn = post(
                RunningServer.base() + "/login",
                Map.of("username", "pat", "password", "firewarden-demo", "_csrf", csrf.group(1)));
        HttpResponse<String> next = get(location(signedIn));
        HttpResponse<String> consent = get(location(next));
        assertThat(consent.body()).contains("Demo app", "all health data in your record");
        Matcher formToken = CSRF.matcher(consent.body());
        assertThat(formToken.find()).as(consent::body).isTrue();
        HttpResponse<String> granted =
                post(consent.uri().toString(), Map.of("_csrf", formToken.group(1), "action", "allow", "allow", "0"));
        String callback = granted.headers().firstValue("Location").orElseThrow();
        assertThat(callback).startsWith(REDIRECT).contains("state=xyz");
        String code = callback.replaceAll(".*[?&]code=([^&]+).*", "$1");

        HttpResponse<String> token = post(
                RunningServer.base() + "/oauth2/token",
                Map.of(
                        "grant_type", "authorization_code",
                        "code", code,
                        "redirect_uri", REDIRECT,
                        "client_id", "demo-app",
                        "code_verifier", VERIFIER));
        assertThat(token.statusCode()).as(token::body).isEqualTo(200);
        assertThat(Client.JSON.readTree(token.body()).path("patient").asText()).isEqualTo("demo-pat");
        Client app = Client.with(
                Client.JSON.readTree(token.body()).path("access_token").asText());
        assertThat(app.get("/fhir/Patient/demo-pat").status()).isEqualTo(200);
        assertThat(app.get("/fhir/Patient/demo-prevent").status()).isEqualTo(404);
    }

    @Test
    void aWrongPasswordDoesNotSignIn() throws Exception {
        Matcher csrf = CSRF.matcher(get(RunningServer.base() + "/login").body());
        assertThat(csrf.find()).isTrue();

        HttpResponse<String> answer = post(
                RunningServer.base() + "/login",
                Map.of("username", "pat", "password", "wrong", "_csrf", csrf.group(1)));

        assertThat(location(answer)).contains("/login?error");
    }
}
