package org.firewarden.gate.breakglass;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tables {@code firewarden.break_glass_grant} and {@code break_glass_review}; triggers refuse changes. */
public final class JdbcBreakGlassGrants implements BreakGlassGrants {

    private final JdbcTemplate jdbc;

    /** Uses the application's database. */
    public JdbcBreakGlassGrants(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void add(BreakGlassGrant grant) {
        jdbc.update(
                "INSERT INTO firewarden.break_glass_grant (id, subject, fhir_user, client_id, patient_id, reason,"
                        + " explanation, opened_at, expires_at, correlation_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                grant.id(),
                grant.subject(),
                grant.fhirUser(),
                grant.clientId(),
                grant.patientId(),
                grant.reason().name(),
                grant.explanation(),
                Timestamp.from(grant.openedAt()),
                Timestamp.from(grant.expiresAt()),
                grant.correlationId());
    }

    @Override
    public Optional<BreakGlassGrant> find(UUID id) {
        return jdbc
                .query("SELECT * FROM firewarden.break_glass_grant WHERE id = ?", (row, i) -> grant(row), id)
                .stream()
                .findFirst();
    }

    @Override
    public void review(UUID id, Outcome outcome, Caller reviewer, Instant at) {
        jdbc.update(
                "INSERT INTO firewarden.break_glass_review (grant_id, outcome, subject, fhir_user, recorded_at)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                id,
                outcome.name(),
                reviewer.subject(),
                reviewer.fhirUser(),
                Timestamp.from(at));
    }

    @Override
    public int unreviewedSince(Instant openedBefore) {
        Integer count = jdbc.queryForObject(
                "SELECT count(*) FROM firewarden.break_glass_grant glass WHERE opened_at < ? AND NOT EXISTS (SELECT FROM"
                        + " firewarden.break_glass_review review WHERE review.grant_id = glass.id"
                        + " AND review.outcome = 'REVIEWED')",
                Integer.class,
                Timestamp.from(openedBefore));
        return count == null ? 0 : count;
    }

    private static BreakGlassGrant grant(ResultSet row) throws SQLException {
        return new BreakGlassGrant(
                row.getObject("id", UUID.class),
                row.getString("subject"),
                row.getString("fhir_user"),
                row.getString("client_id"),
                row.getString("patient_id"),
                BreakGlassReason.valueOf(row.getString("reason")),
                row.getString("explanation"),
                row.getTimestamp("opened_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                row.getString("correlation_id"));
    }
}
