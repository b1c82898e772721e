package org.firewarden.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Launches through the assembled server: what the pickers show is what the gate would show. */
class AppLaunchIT {

    private static final String REDIRECT = "http://127.0.0.1:9876/app.html";
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final Pattern CHOICE = Pattern.compile("name=\"chosen\" value=\"([^\"]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    private HttpResponse<String> page;

    AppLaunchIT() throws Exception {
        page = http.send(
                HttpRequest.newBuilder(URI.create(RunningServer.base() + "/login"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aClinicianChoosesAmongPatientsThatTheGateShows() throws Exception {
        launch("alice", Map.of("scope", "launch/patient launch/encounter patient/*.rs user/Patient.rs"));
        assertThat(page.body()).contains("Choose a patient");
        submit(Map.of("action", "search", "name", familyOfPrevent()));
        assertThat(page.body()).contains("value=\"demo-prevent\"");
        submit(Map.of("action", "choose", "chosen", "demo-prevent"));
        assertThat(page.body()).contains("Choose a visit or stay");
        Matcher encounter = CHOICE.matcher(page.body());
        String chosen = encounter.find() ? encounter.group(1) : null;
        submit(chosen == null ? Map.of("action", "none") : Map.of("action", "choose", "chosen", chosen));

        JsonNode token = allowed();

        assertThat(token.path("patient").asText()).isEqualTo("demo-prevent");
        assertThat(token.path("encounter").asText("")).isEqualTo(chosen == null ? "" : chosen);
        Client app = Client.with(token.path("access_token").asText());
        assertThat(app.get("/fhir/Patient/demo-prevent").status()).isEqualTo(200);
    }

    @Test
    void aClinicianOfAnotherPracticeIsNotOfferedAHiddenPatient() throws Exception {
        launch("cody", Map.of("scope", "launch/patient patient/*.rs"));
        submit(Map.of("action", "search", "name", familyOfPrevent()));

        assertThat(page.body()).contains("Choose a patient").doesNotContain("demo-prevent");
        submit(Map.of("action", "choose", "chosen", "demo-prevent"));
        assertThat(page.body()).contains("Choose a patient");
    }

    @Test
    void theDemoEhrLaunchesAnAppAndThePatientEndsItsAccess() throws Exception {
        String launch = prepared("{\"user\": \"pat\", \"patient\": \"demo-pat\", \"intent\": \"review\"}");
        launch("pat", Map.of("scope", "launch patient/*.rs offline_access", "launch", launch));
        JsonNode token = allowed();
        assertThat(token.path("patient").asText()).isEqualTo("demo-pat");
        assertThat(token.path("intent").asText()).isEqualTo("review");
        Client app = Client.with(token.path("access_token").asText());
        assertThat(app.get("/fhir/Patient/demo-pat").status()).isEqualTo(200);

        open(RunningServer.base() + "/smart/apps");
        for (int i = 0; i < 20 && page.body().contains("<form"); i++) {
            submit(Map.of());
        }

        assertThat(app.get("/fhir/Patient/demo-pat").status()).isEqualTo(401);
        assertThat(Client.anonymous()
                        .form(
                                "/oauth2/token",
                                Map.of(
                                        "grant_type", "refresh_token",
                                        "client_id", "demo-app",
                                        "refresh_token",
                                                token.path("refresh_token").asText()))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theCapabilityStatementNamesTheAddressesOfTheDiscoveryDocument() {
        JsonNode security = Client.anonymous().get("/fhir/metadata").json().at("/rest/0/security");

        String extension = security.path("extension").toString();
        assertThat(extension)
                .contains(
                        "oauth-uris",
                        RunningServer.base() + "/oauth2/authorize",
                        RunningServer.base() + "/oauth2/token");
    }

    private static String familyOfPrevent() {
        return Client.as("alice", "user/*.rs")
                .get("/fhir/Patient/demo-prevent")
                .json()
                .at("/name/0/family")
                .asText();
    }

    private void launch(String user, Map<String, String> more) throws Exception {
        Map<String, String> request = new HashMap<>(Map.of(
                "response_type", "code",
                "client_id", "demo-app",
                "redirect_uri", REDIRECT,
                "state", "xyz",
                "aud", RunningServer.base() + "/fhir",
                "code_challenge", CHALLENGE,
                "code_challenge_method", "S256"));
        request.putAll(more);
        open(RunningServer.base() + "/oauth2/authorize?" + encode(request));
        submit(Map.of("username", user, "password", "firewarden-demo"));
    }

    private JsonNode allowed() throws Exception {
        assertThat(page.body()).contains("Let Demo app in?");
        String items = Pattern.compile("name=\"allow\" value=\"(\\d+)\"")
                .matcher(page.body())
                .results()
                .map(found -> "allow=" + found.group(1))
                .collect(Collectors.joining("&"));
        send(page.uri().toString(), encode(Map.of("_csrf", csrf(), "action", "allow")) + "&" + items);
        String callback = page.headers().firstValue("Location").orElseThrow();
        assertThat(callback).startsWith(REDIRECT).contains("code=");
        return Client.anonymous()
                .form(
                        "/oauth2/token",
                        Map.of(
                                "grant_type",
                                "authorization_code",
                                "code",
                                callback.replaceAll(".*[?&]code=([^&]+).*", "$1"),
                                "redirect_uri",
                                REDIRECT,
                                "client_id",
                                "demo-app",
                                "code_verifier",
                                VERIFIER))
                .json();
    }

    private static String prepared(String body) throws Exception {
        ECKey key = ECKey.parse(Files.readString(RunningServer.data().resolve("demo-ehr.jwk")));
        SignedJWT assertion = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES384).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder()
                        .issuer("demo-ehr")
                        .subject("demo-ehr")
                        .audience(RunningServer.base() + "/smart/launch")
                        .expirationTime(Date.from(Instant.now().plusSeconds(120)))
                        .jwtID(UUID.randomUUID().toString())
                        .build());
        assertion.sign(new ECDSASigner(key));
        Client.Answer answer = Client.with(assertion.serialize()).post("/smart/launch", "application/json", body);
        assertThat(answer.status()).as(answer::toString).isEqualTo(201);
        return answer.json().path("launch").asText();
    }

    private String csrf() {
        Matcher csrf = CSRF.matcher(page.body());
        assertThat(csrf.find()).as(page::body).isTrue();
        return csrf.group(1);
    }

    /** Sends the fields to the action of the first form, or to the page itself, with the token against forgery. */
    private void submit(Map<String, String> fields) throws Exception {
        Map<String, String> form = new HashMap<>(fields);
        form.put("_csrf", csrf());
        Matcher approval =
                Pattern.compile("name=\"approval\" value=\"([^\"]+)\"").matcher(page.body());
        if (approval.find()) {
            form.put("approval", approval.group(1));
        }
        send(page.uri().toString(), encode(form));
    }

    private void open(String address) throws Exception {
        follow(http.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Accept", "text/html")
                        .build(),
                HttpResponse.BodyHandlers.ofString()));
    }

    private void send(String address, String body) throws Exception {
        follow(http.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Accept", "text/html")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString()));
    }

    private void follow(HttpResponse<String> answer) throws Exception {
        page = answer;
        if (answer.statusCode() / 100 == 3) {
            URI to =
                    answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
            if (to.toString().startsWith(RunningServer.base())) {
                open(to.toString());
            }
        }
    }

    private static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
