package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * All that becomes a token of the vault: ids, references, full URLs and identifiers (45 CFR 164.514(b)(2)(i)(R), (c)). Without
 * an output it only notes whose resource it is, and asks the vault for no token.
 */
final class IdentityWriter {

    /** The base of full URLs in the output; names nothing that can be fetched. */
    private static final String FULL_URL_BASE = "https://firewarden.org/deidentified/";

    private static final SerializedString REFERENCE = new SerializedString("reference");
    private static final SerializedString SYSTEM = new SerializedString("system");
    private static final SerializedString VALUE = new SerializedString("value");
    private static final String IDENTIFIER_SYSTEM = "urn:firewarden:deid";

    private final Parts parts;
    private final References references;
    private final @Nullable LazyOutput out;
    private final Trace trace;

    IdentityWriter(Parts parts, References references, @Nullable LazyOutput out, Trace trace) {
        this.parts = parts;
        this.references = references;
        this.out = out;
        this.trace = trace;
    }

    /** Writes the id of the resource that is walked. */
    void id(String identity, SerializedString name) throws IOException {
        if (trace.isPatient) {
            trace.patient = identity;
        }
        LazyOutput writer = out;
        if (writer != null) {
            writer.at(name).writeString(parts.tokens().token(identity).id());
        }
    }

    /** Writes the full URL of an entry. */
    void fullUrl(String url, @Nullable SerializedString name) throws IOException {
        References.Target target = references.resolve(url);
        LazyOutput writer = out;
        if (writer != null && target != null) {
            writer.at(name).writeString(fullUrl(parts, target.type(), target.identity()));
        }
    }

    /** The full URL of an identity in the output; its last part is the token. */
    static String fullUrl(Parts parts, String type, String identity) {
        return type.isEmpty()
                ? "urn:uuid:" + parts.tokens().token(identity).uuid()
                : FULL_URL_BASE + type + "/" + parts.tokens().token(identity).id();
    }

    /** Writes a token that stands for system and value of the identifier that the parser stands at. */
    void identifier(JsonParser parser, @Nullable SerializedString name, LazyOutput writer) throws IOException {
        String system = "";
        String value = null;
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
        if (value != null) {
            String identity = "identifier " + system + "|" + value;
            writer.startObject(name);
            writer.at(SYSTEM).writeString(IDENTIFIER_SYSTEM);
            writer.at(VALUE).writeString(parts.tokens().token(identity).id());
            writer.end();
        }
    }

    /**
     * Writes the reference that the parser stands at.
     *
     * @param isPatientLink whether it says whose resource this is
     */
    void reference(JsonParser parser, @Nullable SerializedString name, boolean isPatientLink) throws IOException {
        String text = text(parser);
        if (text == null) {
            return;
        }
        LazyOutput writer = out;
        if (text.startsWith("#")) {
            if (writer != null) {
                write(writer, name, text.length() == 1 ? "#" : "#" + references.contained(text.substring(1)));
            }
            return;
        }
        References.Target target = references.resolve(text);
        if (target == null) {
            return;
        }
        if (isPatientLink && trace.patient == null && target.type().equals("Patient")) {
            trace.patient = target.identity();
        }
        if (writer == null) {
            return;
        }
        if (target.type().isEmpty()) {
            write(writer, name, fullUrl(parts, "", target.identity()));
        } else if (parts.policy().allowList().resource(target.type()) != null) {
            String token = parts.tokens().token(target.identity()).id();
            write(writer, name, target.type() + "/" + token);
        }
    }

    private static @Nullable String text(JsonParser parser) throws IOException {
        String text = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            if (parser.nextToken() == JsonToken.VALUE_STRING && field.equals("reference")) {
                text = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        Json.requireEnd(parser);
        return text;
    }

    private static void write(LazyOutput writer, @Nullable SerializedString name, String reference) throws IOException {
        writer.startObject(name);
        writer.at(REFERENCE).writeString(reference);
        writer.end();
    }
}
