package org.firewarden.ledger.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /**
     * Reads a line.
     *
     * @param isOfKeys whether to read by which keys its parts are sealed
     */
    static LeafLine of(byte[] content, boolean isOfKeys) {
        return new LeafLine(content, TreeHash.ofLeaf(content), statement(content, isOfKeys));
    }

    private static Optional<Statement> statement(byte[] content, boolean isOfKeys) {
        try (JsonParser parser = JSON.createParser(content)) {
            return Optional.ofNullable(statement(parser, new Event(isOfKeys)));
        } catch (IOException | DateTimeException e) {
            // Not JSON, or not a time: not what the ledger wrote.
            return Optional.empty();
        }
    }

    private static @Nullable Statement statement(JsonParser parser, Event event) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        long index = -1;
        @Nullable String previous = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("event") && value == JsonToken.START_OBJECT) {
                event.read(parser);
            } else if (name.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
                index = parser.getLongValue();
            } else if (name.equals("previous") && value == JsonToken.VALUE_STRING) {
                previous = parser.getText();
            } else {
                return null;
            }
        }
        if (parser.nextToken() != null
                || index < 0
                || previous == null
                || event.recorded == null
                || event.interaction == null) {
            return null;
        }
        Optional<TreeHash> hash = TreeHash.ofBase64(previous);
        return hash.isEmpty()
                ? null
                : new Statement(
                        index,
                        hash.get(),
                        Instant.parse(event.recorded),
                        event.interaction,
                        event.namedKeys,
                        event.sealedBy);
    }

    /** What was read of an event so far. */
    private static final class Event {

        private static final Set<String> SEALED = Set.of("patients", "month", "sealed");

        private final boolean isOfKeys;
        private @Nullable String recorded;
        private @Nullable String interaction;
        private List<String> namedKeys = List.of();
        private List<String> sealedBy = List.of();

        Event(boolean isOfKeys) {
            this.isOfKeys = isOfKeys;
        }

        void read(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("recorded") && value == JsonToken.VALUE_STRING) {
                    recorded = parser.getText();
                } else if (name.equals("interaction") && value == JsonToken.VALUE_STRING) {
                    interaction = parser.getText();
                } else if (name.equals("details") && value == JsonToken.START_OBJECT) {
                    readDetails(parser);
                } else if (isOfKeys && SEALED.contains(name) && value.isStructStart()) {
                    readKeys(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void readDetails(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("key") && value == JsonToken.VALUE_STRING) {
                    namedKeys = List.of(parser.getText().split(" ", -1));
                } else {
                    parser.skipChildren();
                }
            }
        }

        /** Each text under {@code key} or {@code keys}, however deep. */
        private void readKeys(JsonParser parser) throws IOException {
            List<String> keys = new ArrayList<>(sealedBy);
            for (int depth = 1; depth > 0; ) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    break;
                }
                String name = parser.currentName();
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.VALUE_STRING && !"text".equals(name)) {
                    keys.add(parser.getText());
                }
            }
            sealedBy = keys;
        }
    }

    /**
     * What a leaf says of itself.
     *
     * @param index its place
     * @param previous the hash of the leaf before it
     * @param recorded when the event was recorded
     * @param interaction what was done
     * @param namedKeys the keys that it names in its details; those that were destroyed if it is about that
     * @param sealedBy the keys by which its parts are sealed, if they were read
     */
    record Statement(
            long index,
            TreeHash previous,
            Instant recorded,
            String interaction,
            List<String> namedKeys,
            List<String> sealedBy) {

        /** Copies the lists. */
        Statement {
            namedKeys = List.copyOf(namedKeys);
            sealedBy = List.copyOf(sealedBy);
        }
    }
}
