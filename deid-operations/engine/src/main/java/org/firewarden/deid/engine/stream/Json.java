package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;

/** Jackson as the engine uses it: bounded depth and length, no source text in messages, numbers as they are written. */
public final class Json {

    /** Deeper than any FHIR resource, shallow enough to walk by recursion. */
    private static final int MAXIMUM_DEPTH = 250;

    private static final int MAXIMUM_STRING = 256 * 1024 * 1024;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAXIMUM_DEPTH)
                    .maxStringLength(MAXIMUM_STRING)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private Json() {}

    /** A factory with these settings. */
    public static JsonFactory factory() {
        return FACTORY;
    }

    /**
     * Copies the value that the parser stands at, numbers bit for bit, and leaves the parser at its end.
     *
     * @return the value as UTF-8 JSON
     */
    public static byte[] capture(JsonParser parser) throws IOException {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder()) {
            try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
                int depth = 0;
                do {
                    depth += copy(parser, generator);
                } while (depth > 0 && parser.nextToken() != null);
            }
            return bytes.toByteArray();
        }
    }

    /** Fails unless the parser stands at the end of an object. */
    static void requireEnd(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new NotAResourceException();
        }
    }

    /** Fails if something stands behind the value that was read. */
    static void requireNoMore(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new NotAResourceException();
        }
    }

    /** Copies one token; tells by how much it changes the depth. */
    private static int copy(JsonParser parser, JsonGenerator generator) throws IOException {
        JsonToken token = parser.currentToken();
        switch (token) {
            case START_OBJECT -> generator.writeStartObject();
            case START_ARRAY -> generator.writeStartArray();
            case END_OBJECT -> generator.writeEndObject();
            case END_ARRAY -> generator.writeEndArray();
            case FIELD_NAME -> generator.writeFieldName(parser.currentName());
            case VALUE_STRING ->
                generator.writeString(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> generator.writeNumber(parser.getText());
            case VALUE_TRUE -> generator.writeBoolean(true);
            case VALUE_FALSE -> generator.writeBoolean(false);
            default -> generator.writeNull();
        }
        return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }
}
