package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a resource says of itself at its top level.
 *
 * @param type its resource type, if it names one
 * @param id its id, if it has one
 */
record Head(@Nullable String type, @Nullable String id) {

    /** Reads to the end of the object that the parser stands at; of a name given twice the first counts. */
    static Head read(JsonParser parser) throws IOException {
        String type = null;
        String id = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (type == null && name.equals("resourceType") && token == JsonToken.VALUE_STRING) {
                type = parser.getText();
            } else if (id == null && name.equals("id") && token == JsonToken.VALUE_STRING) {
                id = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        return new Head(type, id);
    }

    /** The resource type of a resource, which is its first property in almost each one. */
    static String typeOf(byte[] buffer, int offset, int length) throws IOException {
        try (JsonParser parser = Json.factory().createParser(buffer, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new NotAResourceException();
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                if (name.equals("resourceType") && token == JsonToken.VALUE_STRING) {
                    return parser.getText();
                }
                parser.skipChildren();
            }
        }
        throw new NotAResourceException();
    }
}
