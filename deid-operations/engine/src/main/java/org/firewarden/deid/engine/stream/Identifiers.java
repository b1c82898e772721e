package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Which resource of the data set an identifier is of, so that a conditional reference can become the reference that it stands
 * for (FHIR R4, Conditional References). Of the types that are referred to in this way; gathered in the first pass. Safe for many
 * threads.
 */
final class Identifiers {

    private static final Set<String> TYPES = Set.of(
            "Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "RelatedPerson", "Device");
    private static final String AMBIGUOUS = "";

    private final ConcurrentMap<String, String> identities = new ConcurrentHashMap<>();

    /** True for a type whose identifiers are gathered. */
    static boolean areOf(String type) {
        return TYPES.contains(type);
    }

    /** Notes the identifiers of a resource. */
    void note(byte[] buffer, int offset, int length, String type, @Nullable String identity) throws IOException {
        String own = identity;
        List<String> names = new ArrayList<>();
        try (JsonParser parser = Json.factory().createParser(buffer, offset, length)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (name.equals("id") && token == JsonToken.VALUE_STRING) {
                    own = type + "/" + parser.getText();
                } else if (name.equals("identifier") && token == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        names.add(identifier(parser));
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }
        if (own != null) {
            for (String name : names) {
                String of = own;
                identities.merge(type + "?" + name, of, (one, other) -> one.equals(other) ? one : AMBIGUOUS);
            }
        }
    }

    /**
     * The identity that a conditional reference means; null unless the data set holds exactly one.
     *
     * @param query what stands behind the question mark
     */
    @Nullable
    String meant(String type, String query) {
        if (!query.startsWith("identifier=") || query.indexOf('&') >= 0) {
            return null;
        }
        String value = query.substring("identifier=".length());
        String known = identities.get(type + "?" + value);
        if (known == null && value.indexOf('%') >= 0) {
            known = identities.get(type + "?" + decoded(value));
        }
        return known == null || known.equals(AMBIGUOUS) ? null : known;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Not URL encoding, so no other spelling of an identifier either.
            return value;
        }
    }

    private static String identifier(JsonParser parser) throws IOException {
        String system = "";
        String value = "";
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING && field.equals("system")) {
                system = parser.getText();
            } else if (token == JsonToken.VALUE_STRING && field.equals("value")) {
                value = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        return system + "|" + value;
    }
}
