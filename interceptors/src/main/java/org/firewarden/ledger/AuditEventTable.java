package org.firewarden.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditOutcome;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Table {@code firewarden.audit_event}. */
public final class AuditEventTable {

    private static final String INSERT = "INSERT INTO firewarden.audit_event (id, recorded, correlation_id, action,"
            + " interaction, outcome, http_status, subject, client_id, fhir_user, purpose, network_address,"
            + " patient_ids, withheld_patient_ids, entities, denial_reason, decided_by, details)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS jsonb))";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final ObjectMapper json = new ObjectMapper();

    /** Uses the application's database. */
    public AuditEventTable(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** Inserts all entries in one transaction. */
    void insert(List<AuditEntry> entries) {
        transaction.executeWithoutResult(status -> jdbc.batchUpdate(INSERT, new BatchPreparedStatementSetter() {
            @Override
            public void setValues(PreparedStatement statement, int index) throws SQLException {
                bind(statement, entries.get(index));
            }

            @Override
            public int getBatchSize() {
                return entries.size();
            }
        }));
    }

    Optional<StoredEvent> read(UUID id) {
        return jdbc.query("SELECT * FROM firewarden.audit_event WHERE id = ?", (row, i) -> event(row), id).stream()
                .findFirst();
    }

    /** The events that match, newest first. */
    List<StoredEvent> search(AuditSearch search, int offset, int count) {
        List<Object> values = new ArrayList<>();
        String where = search.where(values);
        values.add(count);
        values.add(offset);
        return jdbc.query(
                "SELECT * FROM firewarden.audit_event" + where + " ORDER BY seq DESC LIMIT ? OFFSET ?",
                (row, i) -> event(row),
                values.toArray());
    }

    /** How many events match. */
    int count(AuditSearch search) {
        List<Object> values = new ArrayList<>();
        Integer count = jdbc.queryForObject(
                "SELECT count(*) FROM firewarden.audit_event" + search.where(values), Integer.class, values.toArray());
        return count == null ? 0 : count;
    }

    private void bind(PreparedStatement statement, AuditEntry entry) throws SQLException {
        statement.setObject(1, UUID.randomUUID());
        statement.setTimestamp(2, Timestamp.from(entry.recorded()));
        statement.setString(3, entry.correlationId());
        statement.setString(4, entry.action().code());
        statement.setString(5, entry.interaction());
        statement.setString(6, entry.outcome().code());
        statement.setInt(7, entry.httpStatus());
        statement.setString(8, entry.subject());
        statement.setString(9, entry.clientId());
        statement.setString(10, entry.fhirUser());
        statement.setString(11, entry.purpose());
        statement.setString(12, entry.networkAddress());
        statement.setArray(13, array(statement, entry.patientIds().toArray(String[]::new)));
        statement.setArray(14, array(statement, entry.withheldPatientIds().toArray(String[]::new)));
        statement.setArray(15, array(statement, entry.entities().toArray(String[]::new)));
        statement.setString(16, entry.denialReason());
        statement.setString(17, entry.decidedBy());
        statement.setString(18, write(entry.details()));
    }

    private static Array array(PreparedStatement statement, String[] values) throws SQLException {
        return statement.getConnection().createArrayOf("text", values);
    }

    private StoredEvent event(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getObject("id", UUID.class),
                new AuditEntry(
                        row.getString("correlation_id"),
                        row.getTimestamp("recorded").toInstant(),
                        action(row.getString("action")),
                        row.getString("interaction"),
                        outcome(row.getString("outcome")),
                        row.getInt("http_status"),
                        row.getString("subject"),
                        row.getString("client_id"),
                        row.getString("fhir_user"),
                        row.getString("purpose"),
                        row.getString("network_address"),
                        Set.of((String[]) row.getArray("patient_ids").getArray()),
                        Set.of((String[]) row.getArray("withheld_patient_ids").getArray()),
                        List.of((String[]) row.getArray("entities").getArray()),
                        row.getString("denial_reason"),
                        row.getString("decided_by"),
                        read(row.getString("details"))));
    }

    private static AuditAction action(String code) {
        return Arrays.stream(AuditAction.values())
                .filter(action -> action.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static AuditOutcome outcome(String code) {
        return Arrays.stream(AuditOutcome.values())
                .filter(outcome -> outcome.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private String write(Map<String, String> details) {
        try {
            return json.writeValueAsString(details);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of strings is always JSON", e);
        }
    }

    private Map<String, String> read(String details) {
        try {
            return json.readValue(details, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the ledger holds a row that it did not write", e);
        }
    }
}
