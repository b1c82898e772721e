package org.firewarden.ledger.retention;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Table {@code firewarden.legal_hold_key}: the keys of others without which a part of what is on hold could not be read. What
 * concerns several patients, and what was asked, is sealed under the keys of all patients of a request together.
 */
final class HeldKeys {

    private static final int AT_ONCE = 500;

    private final JdbcTemplate jdbc;
    private final ObjectMapper json = new ObjectMapper();

    HeldKeys(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes them for each hold in force that is about a patient; joins the transaction in progress. */
    void note() {
        jdbc.query(
                        "SELECT id, encode(patient, 'hex') AS patient FROM firewarden.legal_hold_in_force WHERE patient IS NOT NULL",
                        (row, i) -> new Held(row.getObject("id", UUID.class), row.getString("patient")))
                .forEach(this::note);
    }

    private record Held(UUID id, String patient) {}

    private void note(Held hold) {
        Set<String> keys = new HashSet<>();
        Set<Long> firstEvents = new HashSet<>();
        jdbc.query(
                "SELECT e.seq, e.content FROM firewarden.ledger_index i JOIN firewarden.ledger_event e ON e.seq = i.seq"
                        + " WHERE i.key = decode(?, 'hex')",
                row -> {
                    JsonNode event = event(row.getString("content"));
                    addKeys(event, keys);
                    int part = event.path("part").asInt(1);
                    if (part > 1) {
                        // What was asked is sealed in the first event of the request.
                        firstEvents.add(row.getLong("seq") - part + 1);
                    }
                },
                hold.patient());
        List<Long> places = new ArrayList<>(firstEvents);
        for (int from = 0; from < places.size(); from += AT_ONCE) {
            Long[] some = places.subList(from, Math.min(places.size(), from + AT_ONCE))
                    .toArray(Long[]::new);
            jdbc.query(
                    "SELECT content FROM firewarden.ledger_event WHERE seq = ANY (?)",
                    row -> {
                        event(row.getString("content"))
                                .path("sealed")
                                .path("keys")
                                .forEach(key -> keys.add(key.asText()));
                    },
                    (Object) some);
        }
        jdbc.update(
                "INSERT INTO firewarden.legal_hold_key (hold_id, key_id) SELECT ?, unnest(CAST(? AS text[]))"
                        + " ON CONFLICT DO NOTHING",
                hold.id(),
                keys.toArray(String[]::new));
    }

    private static void addKeys(JsonNode event, Set<String> keys) {
        event.path("patients").forEach(part -> keys.add(part.path("key").asText()));
        event.path("sealed").path("keys").forEach(key -> keys.add(key.asText()));
    }

    private JsonNode event(String content) {
        try {
            return json.readTree(content).path("event");
        } catch (JsonProcessingException e) {
            // The message of the cause could quote the event, so it is left behind.
            throw new IllegalStateException("the ledger holds an event that it did not write");
        }
    }
}
