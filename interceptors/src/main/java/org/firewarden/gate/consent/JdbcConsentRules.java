package org.firewarden.gate.consent;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.gate.decision.ConsentRule;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rules in table {@code firewarden.consent_rule}: one query for all patients of a page. */
public final class JdbcConsentRules implements ConsentRules {

    private final JdbcTemplate jdbc;

    /** Uses the application's database. */
    public JdbcConsentRules(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<String, List<ConsentRule>> of(Set<String> patientIds) {
        Map<String, List<ConsentRule>> rules = new HashMap<>();
        jdbc.query(
                "SELECT patient_id, consent_id, type, purposes, actors, research, starts_at, ends_at"
                        + " FROM firewarden.consent_rule WHERE patient_id = ANY (?)",
                row -> {
                    rules.computeIfAbsent(row.getString("patient_id"), id -> new ArrayList<>())
                            .add(rule(row));
                },
                (Object) patientIds.toArray(String[]::new));
        return rules;
    }

    @Override
    public void put(String patientId, ConsentRule rule) {
        jdbc.update(
                "INSERT INTO firewarden.consent_rule"
                        + " (consent_id, patient_id, type, purposes, actors, research, starts_at, ends_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (consent_id) DO UPDATE SET"
                        + " patient_id = excluded.patient_id, type = excluded.type, purposes = excluded.purposes,"
                        + " actors = excluded.actors, research = excluded.research,"
                        + " starts_at = excluded.starts_at, ends_at = excluded.ends_at",
                rule.consentId(),
                patientId,
                rule.type().name(),
                rule.purposes().toArray(String[]::new),
                rule.actors().toArray(String[]::new),
                rule.research(),
                timestamp(rule.start()),
                timestamp(rule.end()));
    }

    @Override
    public void remove(String consentId) {
        jdbc.update("DELETE FROM firewarden.consent_rule WHERE consent_id = ?", consentId);
    }

    private static ConsentRule rule(ResultSet row) throws SQLException {
        return new ConsentRule(
                row.getString("consent_id"),
                ConsentRule.Type.valueOf(row.getString("type")),
                strings(row.getArray("purposes")),
                strings(row.getArray("actors")),
                row.getBoolean("research"),
                instant(row.getTimestamp("starts_at")),
                instant(row.getTimestamp("ends_at")));
    }

    private static Set<String> strings(Array array) throws SQLException {
        return Set.of((String[]) array.getArray());
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
