package org.firewarden.deid.operation.reidentify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.access.Role;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tables {@code firewarden.reidentify_request} and {@code reidentify_decision}; triggers refuse changes. */
final class Inquiries {

    private final JdbcTemplate jdbc;

    Inquiries(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void add(Inquiry inquiry) {
        jdbc.update(
                "INSERT INTO firewarden.reidentify_request (id, subject, client_id, tenant, data_set_id, tokens, reason, explanation,"
                        + " requested_at, pending_until, open_minutes, correlation_id)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                inquiry.id(),
                inquiry.subject(),
                inquiry.clientId(),
                inquiry.tenant(),
                inquiry.dataSet(),
                String.join(" ", inquiry.tokens()),
                inquiry.reason().code(),
                inquiry.explanation(),
                Timestamp.from(inquiry.requestedAt()),
                Timestamp.from(inquiry.pendingUntil()),
                inquiry.open().toMinutes(),
                inquiry.correlationId());
    }

    /** False if this person has decided before. */
    boolean add(UUID id, Inquiry.Decided decision) {
        return jdbc.update(
                        "INSERT INTO firewarden.reidentify_decision (request_id, subject, role, approved, decided_at)"
                                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        id,
                        decision.subject(),
                        decision.role().code(),
                        decision.isApproved(),
                        Timestamp.from(decision.at()))
                == 1;
    }

    Optional<Inquiry> find(UUID id) {
        List<Inquiry.Decided> decisions = jdbc.query(
                "SELECT * FROM firewarden.reidentify_decision WHERE request_id = ? ORDER BY decided_at, subject",
                (row, i) -> new Inquiry.Decided(
                        row.getString("subject"),
                        Role.ofCode(row.getString("role")).orElseThrow(),
                        row.getBoolean("approved"),
                        row.getTimestamp("decided_at").toInstant()),
                id);
        return jdbc
                .query(
                        "SELECT * FROM firewarden.reidentify_request WHERE id = ?",
                        (row, i) -> inquiry(row, decisions),
                        id)
                .stream()
                .findFirst();
    }

    private static Inquiry inquiry(ResultSet row, List<Inquiry.Decided> decisions) throws SQLException {
        return new Inquiry(
                row.getObject("id", UUID.class),
                row.getString("subject"),
                row.getString("client_id"),
                row.getString("tenant"),
                row.getObject("data_set_id", UUID.class),
                List.of(row.getString("tokens").split(" ", -1)),
                ReidentifyReason.ofCode(row.getString("reason")).orElseThrow(),
                row.getBytes("explanation"),
                row.getTimestamp("requested_at").toInstant(),
                row.getTimestamp("pending_until").toInstant(),
                Duration.ofMinutes(row.getInt("open_minutes")),
                row.getString("correlation_id"),
                decisions);
    }
}
