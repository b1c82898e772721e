package org.firewarden.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Requests of a realm to its FHIR server, in the name of the person who signs in. What the gate hides from the person is not in the
 * answers. Names and ids of patients stand in bodies only.
 */
final class FhirCalls {

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(LONGEST)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final FhirServer server;

    FhirCalls(FhirServer server) {
        this.server = server;
    }

    /**
     * A patient to choose.
     *
     * @param id the logical id
     * @param label name, date of birth, sex
     */
    record Choice(String id, String label) {
        /** Says nothing of the patient. */
        @Override
        public String toString() {
            return "Choice";
        }
    }

    /** The patients with this name, or some of all for an empty one, that the token shows. */
    List<Choice> patients(String token, String name) throws IOException {
        return search(token, name.isBlank() ? "_sort=family" : "_sort=family&name=" + encoded(name));
    }

    /** One patient, if the token shows it. */
    Optional<Choice> patient(String token, String id) throws IOException {
        return search(token, "_id=" + encoded(id)).stream()
                .filter(choice -> choice.id().equals(id))
                .findFirst();
    }

    /** Uses up a prepared launch: the launch context, or empty if it is not good for this person and app. */
    Optional<JsonNode> redeem(String token, String launch) throws IOException {
        String body =
                JsonNodeFactory.instance.objectNode().put("launch", launch).toString();
        HttpResponse<String> answer = send(server.redemption(), token, "application/json", body);
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        return Optional.of(read(answer));
    }

    private List<Choice> search(String token, String query) throws IOException {
        String form = query + "&_count=50&_elements=name,birthDate,gender";
        JsonNode bundle = read(send(server.search("Patient"), token, "application/x-www-form-urlencoded", form));
        List<Choice> choices = new ArrayList<>();
        for (JsonNode entry : bundle.path("entry")) {
            JsonNode patient = entry.path("resource");
            if (patient.path("resourceType").asText().equals("Patient")) {
                choices.add(new Choice(patient.path("id").asText(), label(patient)));
            }
        }
        return choices;
    }

    private static String label(JsonNode patient) {
        JsonNode name = patient.path("name").path(0);
        String given = StreamSupport.stream(name.path("given").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(" "));
        String birth = patient.path("birthDate").asText();
        String label = Stream.of(
                        name.path("family").asText(),
                        given,
                        birth.isEmpty() ? "" : "born " + birth,
                        patient.path("gender").asText())
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(", "));
        return label.isEmpty() ? "without a name that you may see" : label;
    }

    private static HttpResponse<String> send(URI address, String token, String type, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(LONGEST)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The body is not told: it may be about patients. */
    private static JsonNode read(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != 200) {
            throw new IOException("the FHIR server answered with status " + answer.statusCode());
        }
        return Objects.requireNonNull(JSON.readTree(answer.body()));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
