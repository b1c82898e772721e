package org.firewarden.cds.feedback;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.firewarden.phi.Phi;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Feedback in PostgreSQL, table {@code firewarden.cds_feedback}; one statement for a whole request, so all or nothing. */
@Component
final class JdbcFeedbackStore implements FeedbackStore {

    private static final String INSERT = """
            INSERT INTO firewarden.cds_feedback (card_uuid, outcome_timestamp, outcome, accepted_suggestions,
                reason_system, reason_code, reason_display, user_comment, model_version, user_id, encounter_id, issuer, received_at)
            SELECT card_uuid, outcome_timestamp, outcome, accepted_suggestions,
                reason_system, reason_code, reason_display, user_comment, model_version, user_id, encounter_id, issuer, received_at
            FROM jsonb_to_recordset(?::jsonb) AS entry (card_uuid uuid, outcome_timestamp timestamptz, outcome text,
                accepted_suggestions text[], reason_system text, reason_code text, reason_display text,
                user_comment text, model_version text, user_id text, encounter_id text, issuer text, received_at timestamptz)
            ON CONFLICT DO NOTHING
            RETURNING card_uuid, outcome_timestamp, outcome
            """;

    private final JdbcTemplate database;

    JdbcFeedbackStore(DataSource database) {
        this.database = new JdbcTemplate(database);
    }

    @Override
    public Set<UUID> decided(Set<UUID> cards) {
        return Set.copyOf(database.queryForList(
                "SELECT DISTINCT card_uuid FROM firewarden.cds_feedback WHERE card_uuid = ANY (?)", UUID.class, (Object)
                        cards.toArray(UUID[]::new)));
    }

    @Override
    public List<Feedback> addAll(List<Feedback> feedback) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        feedback.forEach(one -> rows.add(toRow(one)));
        Set<Key> added = new HashSet<>(database.query(
                INSERT,
                (row, number) -> new Key(
                        row.getObject("card_uuid", UUID.class),
                        row.getObject("outcome_timestamp", OffsetDateTime.class).toInstant(),
                        row.getString("outcome")),
                rows.toString()));
        List<Feedback> fresh = new ArrayList<>();
        for (Feedback one : feedback) {
            // The same entry twice in one request is one row, and new once.
            if (added.remove(keyOf(one))) {
                fresh.add(one);
            }
        }
        return fresh;
    }

    /** What makes two entries the same. */
    private record Key(UUID card, Instant outcomeTimestamp, String outcome) {}

    private static Key keyOf(Feedback feedback) {
        FeedbackEntry entry = feedback.entry();
        return new Key(entry.card(), entry.outcomeTimestamp(), entry.outcome().code());
    }

    private static ObjectNode toRow(Feedback feedback) {
        FeedbackEntry entry = feedback.entry();
        FeedbackEntry.Reason reason = entry.reason();
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("card_uuid", entry.card().toString());
        row.put("outcome_timestamp", entry.outcomeTimestamp().toString());
        row.put("outcome", entry.outcome().code());
        ArrayNode suggestions = row.putArray("accepted_suggestions");
        entry.acceptedSuggestions().forEach(id -> suggestions.add(id.toString()));
        row.put("reason_system", reason == null ? null : reason.system());
        row.put("reason_code", reason == null ? null : reason.code());
        row.put("reason_display", reason == null ? null : revealed(reason.display()));
        row.put("user_comment", revealed(entry.comment()));
        row.put("model_version", feedback.card().modelVersion());
        row.put("user_id", feedback.card().userId());
        row.put("encounter_id", feedback.card().encounterId());
        row.put("issuer", feedback.card().issuer());
        row.put("received_at", feedback.receivedAt().toString());
        return row;
    }

    private static @Nullable String revealed(@Nullable Phi<String> text) {
        return text == null ? null : text.reveal();
    }
}
