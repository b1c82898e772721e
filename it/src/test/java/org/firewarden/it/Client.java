package org.firewarden.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Somebody outside who speaks HTTP with the server. */
final class Client {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final @Nullable String token;

    private Client(@Nullable String token) {
        this.token = token;
    }

    /** Somebody without a token. */
    static Client anonymous() {
        return new Client(null);
    }

    /** Somebody with a token of whatever kind. */
    static Client with(String token) {
        return new Client(token);
    }

    /** One of the demo's people, with these scopes and the purpose that is usual for that person. */
    static Client as(String user, String scope) {
        return with(token(Map.of("user", user, "scope", scope)));
    }

    /** One of the demo's people, with these scopes and this purpose. */
    static Client as(String user, String scope, String purpose) {
        return with(token(Map.of("user", user, "scope", scope, "purpose", purpose)));
    }

    /** The demo's interface engine, which may write everything. */
    static Client loader() {
        return as("loader", "system/*.cruds");
    }

    /** The demo EHR, with a JWT for this address. */
    static Client ehr(String path) {
        Answer answer = anonymous().form("/demo/ehr-token", Map.of("aud", RunningServer.base() + path));
        return with(answer.body());
    }

    private static String token(Map<String, String> form) {
        Answer answer = anonymous().form("/demo/token", form);
        if (answer.status() != 200) {
            throw new AssertionError("no token: " + answer);
        }
        return answer.json().path("access_token").asText();
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer post(String path, String body) {
        return post(path, "application/fhir+json", body);
    }

    Answer post(String path, String contentType, String body) {
        return send(request(path).header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer put(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/fhir+json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer form(String path, Map<String, String> fields) {
        return post(
                path,
                "application/x-www-form-urlencoded",
                fields.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(RunningServer.base() + path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    /**
     * What came back.
     *
     * @param status the HTTP status
     * @param body the body as text
     * @param response all of it
     */
    record Answer(int status, String body, HttpResponse<String> response) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The stable code of the first issue of an OperationOutcome. */
        String problem() {
            return json().at("/issue/0/details/coding/0/code").asText();
        }

        @Override
        public String toString() {
            return status + " " + body;
        }
    }
}
