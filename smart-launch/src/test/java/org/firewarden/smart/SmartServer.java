package org.firewarden.smart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.firewarden.audit.AuditEntry;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.util.TestSocketUtils;

/** One running server for all tests of this module, and the outsider's view of it. */
@SpringBootTest(classes = SmartTestApplication.class, webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@ActiveProfiles("demo")
public abstract class SmartServer {

    private static final int PORT = TestSocketUtils.findAvailableTcpPort();

    /** Where the server is. */
    protected static final String BASE = "http://localhost:" + PORT;

    /** The FHIR base. */
    protected static final String FHIR = BASE + "/fhir";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    @Autowired
    private JWKSource<SecurityContext> tokenKeys;

    @Autowired
    private Path dataDirectory;

    @Autowired
    private TestClients.Published published;

    @Autowired
    private RecordingFilter.Notes notes;

    @DynamicPropertySource
    static void port(DynamicPropertyRegistry registry) {
        registry.add("server.port", () -> PORT);
    }

    /** The key that the server signs with. */
    protected RSAKey signingKey() {
        try {
            return tokenKeys
                    .get(new JWKSelector(new JWKMatcher.Builder().build()), null)
                    .get(0)
                    .toRSAKey();
        } catch (KeySourceException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What clients publish. */
    protected TestClients.Published published() {
        return published;
    }

    /** What the ledger was told of a step, the latest last. */
    protected List<AuditEntry> events(String step) {
        return notes.of(step);
    }

    /** Where the demo's keys are. */
    protected Path dataDirectory() {
        return dataDirectory;
    }

    /** An answer. */
    public record Answer(HttpResponse<String> response) {

        /** The HTTP status. */
        public int status() {
            return response.statusCode();
        }

        /** A header, or an empty text. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The body as JSON. */
        public JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new IllegalStateException("not JSON: " + response.body(), e);
            }
        }
    }

    /** A GET with headers, given as name, value, name, value. */
    protected Answer get(String uri, String... headers) {
        return send(HttpRequest.newBuilder(URI.create(uri)).GET(), headers);
    }

    /** A GET with a bearer token. */
    protected Answer getAs(String token, String uri) {
        return get(uri, "Authorization", "Bearer " + token);
    }

    /** A form. */
    protected Answer post(String uri, Map<String, String> form, String... headers) {
        return send(
                HttpRequest.newBuilder(URI.create(uri))
                        .POST(BodyPublishers.ofString(encode(form)))
                        .header("Content-Type", "application/x-www-form-urlencoded"),
                headers);
    }

    /** A JSON body. */
    protected Answer postJson(String uri, String body, String... headers) {
        return send(
                HttpRequest.newBuilder(URI.create(uri))
                        .POST(BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json"),
                headers);
    }

    /** Another method. */
    protected Answer request(String method, String uri, String... headers) {
        return send(HttpRequest.newBuilder(URI.create(uri)).method(method, BodyPublishers.noBody()), headers);
    }

    /** A token of the demo. */
    protected String demoToken(String user, String scope) {
        Answer answer = post(BASE + "/demo/token", Map.of("user", user, "scope", scope));
        return answer.json().get("access_token").asText();
    }

    /** A form or query string. */
    protected static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private Answer send(HttpRequest.Builder request, String... headers) {
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
