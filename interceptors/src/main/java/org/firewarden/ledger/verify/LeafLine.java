package org.firewarden.ledger.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.firewarden.ledger.tree.TreeHash;
import org.jspecify.annotations.Nullable;

/**
 * An event of an export: the content of a leaf. Its hash is taken of the bytes as they are; what it says is read beside that.
 *
 * @param content the line, without its end
 * @param hash the hash of the leaf
 * @param statement what it says of itself, or empty if it cannot be read
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record LeafLine(byte[] content, TreeHash hash, Optional<Statement> statement) {

    private static final JsonFactory JSON = new JsonFactory();

    static LeafLine of(byte[] content) {
        return new LeafLine(content, TreeHash.ofLeaf(content), statement(content));
    }

    private static Optional<Statement> statement(byte[] content) {
        try (JsonParser parser = JSON.createParser(content)) {
            return Optional.ofNullable(statement(parser));
        } catch (IOException | DateTimeException e) {
            // Not JSON, or not a time: not what the ledger wrote.
            return Optional.empty();
        }
    }

    private static @Nullable Statement statement(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        long index = -1;
        @Nullable String previous = null;
        String[] event = new String[2];
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("event") && value == JsonToken.START_OBJECT) {
                event(parser, event);
            } else if (name.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
                index = parser.getLongValue();
            } else if (name.equals("previous") && value == JsonToken.VALUE_STRING) {
                previous = parser.getText();
            } else {
                return null;
            }
        }
        if (parser.nextToken() != null || index < 0 || previous == null || event[0] == null || event[1] == null) {
            return null;
        }
        Optional<TreeHash> hash = TreeHash.ofBase64(previous);
        return hash.isEmpty() ? null : new Statement(index, hash.get(), Instant.parse(event[0]), event[1]);
    }

    private static void event(JsonParser parser, String[] event) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("recorded") && value == JsonToken.VALUE_STRING) {
                event[0] = parser.getText();
            } else if (name.equals("interaction") && value == JsonToken.VALUE_STRING) {
                event[1] = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
    }

    /**
     * What a leaf says of itself.
     *
     * @param index its place
     * @param previous the hash of the leaf before it
     * @param recorded when the event was recorded
     * @param interaction what was done
     */
    record Statement(long index, TreeHash previous, Instant recorded, String interaction) {}
}
