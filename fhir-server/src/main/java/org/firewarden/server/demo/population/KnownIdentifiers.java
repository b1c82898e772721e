package org.firewarden.server.demo.population;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which resource of a population has which business identifier. Synthea's patients name their hospitals and practitioners
 * by identifier ({@code Practitioner?identifier=system|value}); this is what it takes to name them by id instead.
 *
 * <p>Identifiers are unique within one run of Synthea only: every run counts its practitioners from the same NPI.
 */
final class KnownIdentifiers {
    private final Map<String, String> literals;

    private KnownIdentifiers(Map<String, String> literals) {
        this.literals = Map.copyOf(literals);
    }

    static KnownIdentifiers none() {
        return new KnownIdentifiers(Map.of());
    }

    /** The identifiers of all resources in some Bundles. */
    static KnownIdentifiers of(Iterable<? extends JsonNode> bundles) {
        Map<String, String> literals = new HashMap<>();
        for (JsonNode bundle : bundles) {
            for (JsonNode entry : bundle.path("entry")) {
                JsonNode resource = entry.path("resource");
                String literal = resource.path("resourceType").asText()
                        + '/'
                        + resource.path("id").asText();
                for (JsonNode identifier : resource.path("identifier")) {
                    literals.putIfAbsent(token(identifier), literal);
                }
            }
        }
        return new KnownIdentifiers(literals);
    }

    /** The literal reference, {@code Type/id}, to the resource that has an identifier given as {@code system|value}. */
    Optional<String> literal(String token) {
        return Optional.ofNullable(literals.get(token));
    }

    /** An Identifier as a search token, {@code system|value}. */
    static String token(JsonNode identifier) {
        return identifier.path("system").asText()
                + '|'
                + identifier.path("value").asText();
    }
}
