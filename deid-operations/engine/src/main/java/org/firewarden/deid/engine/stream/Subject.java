package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import org.firewarden.deid.engine.text.TextContext;
import org.jspecify.annotations.Nullable;

/**
 * Whose resource it is, known before it is walked: what is moved or hunted in it depends on that, and the reference that says it
 * may stand at the end.
 *
 * @param patient the identity of the patient; null if the resource names none
 * @param days by how much its dates are moved; 0 where no dates are moved
 * @param texts what may stay in its texts; null where none come out
 */
record Subject(@Nullable String patient, int days, @Nullable TextContext texts) {

    /** For policies to which it does not matter. */
    static final Subject UNKNOWN = new Subject(null, 0, null);

    /** The properties that say whose resource this is. */
    static final Set<String> LINKS = Set.of("subject", "patient", "beneficiary", "individual", "securityContext");

    /**
     * Looks a resource through for its patient.
     *
     * @param identity under which name the vault knows it, where the resource itself has no id; null for none
     */
    static Subject of(
            byte[] buffer,
            int offset,
            int length,
            String type,
            References references,
            @Nullable String identity,
            Parts parts)
            throws IOException {
        String patient = null;
        String own = identity;
        try (JsonParser parser = Json.factory().createParser(buffer, offset, length)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (name.equals("id") && token == JsonToken.VALUE_STRING) {
                    own = type + "/" + parser.getText();
                } else if (patient == null && LINKS.contains(name) && token == JsonToken.START_OBJECT) {
                    patient = patient(parser, references);
                } else if (patient == null && LINKS.contains(name) && token == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        String next = patient(parser, references);
                        patient = patient == null ? next : patient;
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }
        String who = type.equals("Patient") ? own : patient;
        if (parts.shift() == null) {
            return new Subject(who, 0, null);
        }
        // Nobody's resource is moved too: by its own days, or where it has no name by those of the project.
        String moved = who != null ? who : own != null ? own : "";
        return new Subject(who, parts.shift().days(moved), null);
    }

    /** The same with what may stay in its texts. */
    Subject withTexts(TextContext context) {
        return new Subject(patient, days, context);
    }

    private static @Nullable String patient(JsonParser parser, References references) throws IOException {
        String text = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            if (parser.nextToken() == JsonToken.VALUE_STRING && field.equals("reference")) {
                text = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        References.Target target = text == null ? null : references.resolve(text);
        return target != null && target.type().equals("Patient") ? target.identity() : null;
    }
}
