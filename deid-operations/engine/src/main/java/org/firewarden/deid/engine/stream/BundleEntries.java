package org.firewarden.deid.engine.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks the entries of a Bundle as they come, holding one at a time. */
public final class BundleEntries {

    private BundleEntries() {}

    /** Takes the resource of each entry. */
    public interface Sink {
        /**
         * One entry with a resource.
         *
         * @param fullUrl its full URL, if it has one
         */
        void resource(@Nullable String fullUrl, byte[] resource) throws IOException;
    }

    /** Takes the names of each entry. */
    interface Names {
        void entry(@Nullable String fullUrl, @Nullable String type, @Nullable String id);
    }

    /**
     * Hands out the resources of a Bundle.
     *
     * @return the {@code resourceType} of the whole, if it has one
     * @throws IOException if it is not JSON, is no object, or ends too early
     */
    public static Optional<String> resources(JsonParser parser, Sink sink) throws IOException {
        return walk(parser, Json::capture, (fullUrl, resource) -> {
            if (resource != null) {
                sink.resource(fullUrl, resource);
            }
        });
    }

    /** Hands out the names of a Bundle's entries. */
    static Optional<String> names(JsonParser parser, Names names) throws IOException {
        return walk(
                parser,
                Head::read,
                (fullUrl, head) ->
                        names.entry(fullUrl, head == null ? null : head.type(), head == null ? null : head.id()));
    }

    private interface Reading<T> {
        T read(JsonParser parser) throws IOException;
    }

    private interface Entry<T> {
        void take(@Nullable String fullUrl, @Nullable T resource) throws IOException;
    }

    private static <T> Optional<String> walk(JsonParser parser, Reading<T> reading, Entry<T> entries)
            throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new NotAResourceException();
        }
        String type = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (name.equals("resourceType") && token == JsonToken.VALUE_STRING) {
                type = parser.getText();
            } else if (name.equals("entry") && token == JsonToken.START_ARRAY) {
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    entry(parser, reading, entries);
                }
                if (parser.currentToken() != JsonToken.END_ARRAY) {
                    throw new NotAResourceException();
                }
            } else {
                parser.skipChildren();
            }
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new NotAResourceException();
        }
        return Optional.ofNullable(type);
    }

    private static <T> void entry(JsonParser parser, Reading<T> reading, Entry<T> entries) throws IOException {
        String fullUrl = null;
        T resource = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (name.equals("fullUrl") && token == JsonToken.VALUE_STRING) {
                fullUrl = parser.getText();
            } else if (name.equals("resource") && token == JsonToken.START_OBJECT) {
                resource = reading.read(parser);
            } else {
                parser.skipChildren();
            }
        }
        entries.take(fullUrl, resource);
    }
}
