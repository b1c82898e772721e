package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.deid.engine.policy.ExtensionRule;
import org.jspecify.annotations.Nullable;

/** Extensions that the policy lists by URL; nested ones by the URL of their part. All others are dropped whole. */
final class ExtensionWriter {

    private static final SerializedString URL = new SerializedString("url");
    private static final SerializedString EXTENSION = new SerializedString("extension");
    private static final SerializedString VALUE_CODING = new SerializedString("valueCoding");
    private static final SerializedString VALUE_CODE = new SerializedString("valueCode");
    private static final SerializedString SYSTEM = new SerializedString("system");
    private static final SerializedString CODE = new SerializedString("code");

    /** An extension as far as it can come out: a Coding, a code, or parts. */
    private record Read(
            String url, @Nullable String system, @Nullable String code, boolean isCoding, List<Read> parts) {}

    private final Parts parts;

    ExtensionWriter(Parts parts) {
        this.parts = parts;
    }

    /** Writes the extension that the parser stands at, if it is listed and something of it comes out. */
    void extension(JsonParser parser, LazyOutput out, @Nullable SerializedString name) throws IOException {
        Read extension = read(parser);
        List<ExtensionRule> rules = parts.policy().extension(extension.url());
        if (rules.isEmpty()) {
            return;
        }
        List<Read> kept = new ArrayList<>();
        for (Read part : extension.parts()) {
            if (comesOut(part, part.url(), rules)) {
                kept.add(part);
            }
        }
        boolean isSimple = comesOut(extension, "", rules);
        if (!isSimple && kept.isEmpty()) {
            return;
        }
        out.startObject(name);
        out.at(URL).writeString(extension.url());
        if (isSimple) {
            writeValue(extension, out);
        }
        out.startArray(EXTENSION);
        for (Read part : kept) {
            out.startObject(null);
            out.at(URL).writeString(part.url());
            writeValue(part, out);
            out.end();
        }
        out.end();
        out.end();
    }

    private boolean comesOut(Read value, String part, List<ExtensionRule> rules) {
        String code = value.code();
        if (code == null) {
            return false;
        }
        for (ExtensionRule rule : rules) {
            if (rule.part().equals(part)) {
                boolean isListed = rule.value().equals("valueCoding")
                        ? value.isCoding() && parts.policy().codeSystems().isPublic(value.system(), code)
                        : !value.isCoding() && code.matches(rule.codes());
                if (isListed) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void writeValue(Read value, LazyOutput out) throws IOException {
        JsonGenerator generator = out.at(value.isCoding() ? VALUE_CODING : VALUE_CODE);
        if (value.isCoding()) {
            generator.writeStartObject();
            generator.writeFieldName(SYSTEM);
            generator.writeString(value.system());
            generator.writeFieldName(CODE);
            generator.writeString(value.code());
            generator.writeEndObject();
        } else {
            generator.writeString(value.code());
        }
    }

    private static Read read(JsonParser parser) throws IOException {
        String url = "";
        String system = null;
        String code = null;
        boolean isCoding = false;
        List<Read> nested = new ArrayList<>();
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (field.equals("url") && token == JsonToken.VALUE_STRING) {
                url = parser.getText();
            } else if (field.equals("valueCode") && token == JsonToken.VALUE_STRING) {
                code = parser.getText();
            } else if (field.equals("valueCoding") && token == JsonToken.START_OBJECT) {
                isCoding = true;
                for (String part = parser.nextFieldName(); part != null; part = parser.nextFieldName()) {
                    JsonToken value = parser.nextToken();
                    if (part.equals("system") && value == JsonToken.VALUE_STRING) {
                        system = parser.getText();
                    } else if (part.equals("code") && value == JsonToken.VALUE_STRING) {
                        code = parser.getText();
                    } else {
                        parser.skipChildren();
                    }
                }
            } else if (field.equals("extension") && token == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (parser.currentToken() == JsonToken.START_OBJECT) {
                        nested.add(read(parser));
                    } else {
                        parser.skipChildren();
                    }
                }
            } else {
                parser.skipChildren();
            }
        }
        return new Read(url, system, code, isCoding, nested);
    }
}
