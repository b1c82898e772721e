package org.firewarden.smart.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.smart.client.ClientRegistration;
import org.firewarden.smart.client.Clients;
import org.jspecify.annotations.Nullable;

/**
 * A journey as JSON between two requests. The client stands there by its id and is looked up again: a journey of a client that was
 * suspended since, or no longer has the redirect address, is none.
 */
final class JourneyJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clients clients;

    JourneyJson(Clients clients) {
        this.clients = clients;
    }

    ObjectNode write(Journey journey) {
        AuthorizationRequest request = journey.request();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("client_id", request.client().clientId());
        json.put("redirect_uri", request.redirectUri());
        json.put("state", request.state());
        request.scopes().forEach(json.withArray("scopes")::add);
        json.put("code_challenge", request.challenge());
        json.put("launch", request.launch());
        json.put("nonce", request.nonce());
        json.put("dpop_jkt", request.keyThumbprint());
        json.put("prompt", request.prompt());
        request.acrValues().forEach(json.withArray("acr_values")::add);
        if (request.maxAge() != null) {
            json.put("max_age", request.maxAge().toSeconds());
        }
        json.put("subject", journey.subject());
        if (journey.patient() != null) {
            json.putObject("patient").put("id", journey.patient().id());
        }
        if (journey.encounter() != null) {
            json.putObject("encounter").put("id", journey.encounter().id());
        }
        return json;
    }

    /** The journey, if its client is still the one that began it. */
    Optional<Journey> read(String id, Instant begun, String written) {
        JsonNode json = parse(written);
        String redirect = json.path("redirect_uri").asText();
        Optional<ClientRegistration> client = clients.find(
                        json.path("client_id").asText())
                .filter(ClientRegistration::isApp)
                .filter(found -> found.redirectsTo(redirect));
        return client.map(app -> new Journey(
                id,
                new AuthorizationRequest(
                        app,
                        redirect,
                        text(json, "state"),
                        words(json, "scopes"),
                        json.path("code_challenge").asText(),
                        text(json, "launch"),
                        text(json, "nonce"),
                        text(json, "dpop_jkt"),
                        text(json, "prompt"),
                        words(json, "acr_values"),
                        json.has("max_age")
                                ? Duration.ofSeconds(json.get("max_age").asLong())
                                : null),
                begun,
                text(json, "subject"),
                chosen(json.get("patient")),
                chosen(json.get("encounter"))));
    }

    private static JsonNode parse(String written) {
        try {
            return JSON.readTree(written);
        } catch (JsonProcessingException e) {
            // The cause would quote what somebody chose.
            throw new IllegalStateException("a journey is not JSON");
        }
    }

    private static Set<String> words(JsonNode json, String name) {
        Set<String> words = new TreeSet<>();
        json.path(name).forEach(word -> words.add(word.asText()));
        return words;
    }

    private static Journey.@Nullable Chosen chosen(@Nullable JsonNode json) {
        return json == null ? null : new Journey.Chosen(text(json, "id"));
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.get(name).asText() : null;
    }
}
