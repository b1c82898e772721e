package org.firewarden.server.demo.population;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns each reference inside a resource into a literal one, {@code Type/id}. What points out of the population becomes a
 * logical reference, an identifier without an address (R4, References, Logical References), so that nothing dangles.
 */
final class LiteralReferences {
    private static final String URN = "urn:uuid:";
    private static final String BY_IDENTIFIER = "?identifier=";
    private static final Set<String> REFERENCE_ELEMENTS =
            Set.of("id", "extension", "reference", "type", "identifier", "display");

    private final Map<String, String> literalByFullUrl;
    private final KnownIdentifiers known;

    /**
     * @param literalByFullUrl the {@code Type/id} of each entry of the Bundle at hand, by its {@code fullUrl}
     * @param known the resources that are referred to by identifier
     */
    LiteralReferences(Map<String, String> literalByFullUrl, KnownIdentifiers known) {
        this.literalByFullUrl = Map.copyOf(literalByFullUrl);
        this.known = known;
    }

    /** Rewrites a resource in place, whatever the depth of its references. */
    void applyTo(JsonNode node) {
        if (node instanceof ObjectNode object && isReference(object)) {
            rewrite(object);
        }
        node.forEach(this::applyTo);
    }

    private static boolean isReference(ObjectNode object) {
        boolean pointsSomewhere = object.path("reference").isTextual()
                || object.path("identifier").path("value").isTextual();
        return pointsSomewhere && object.properties().stream().allMatch(p -> REFERENCE_ELEMENTS.contains(p.getKey()));
    }

    private void rewrite(ObjectNode reference) {
        String target = reference.path("reference").asText();
        int query = target.indexOf(BY_IDENTIFIER);
        if (target.startsWith(URN)) {
            literalOrLogical(reference, literalByFullUrl.get(target), "urn:ietf:rfc:3986", target);
        } else if (query > 0) {
            String token = target.substring(query + BY_IDENTIFIER.length());
            int bar = token.indexOf('|');
            literalOrLogical(
                    reference,
                    known.literal(token).orElse(null),
                    token.substring(0, Math.max(bar, 0)),
                    token.substring(bar + 1));
        } else if (target.isEmpty()) {
            known.literal(KnownIdentifiers.token(reference.path("identifier")))
                    .ifPresent(literal -> reference.put("reference", literal));
        }
    }

    private static void literalOrLogical(ObjectNode reference, @Nullable String literal, String system, String value) {
        if (literal != null) {
            reference.put("reference", literal);
            return;
        }
        reference.remove("reference");
        ObjectNode identifier = reference.putObject("identifier");
        if (!system.isEmpty()) {
            identifier.put("system", system);
        }
        identifier.put("value", value);
    }
}
