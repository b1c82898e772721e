package org.firewarden.ledger.accounting;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import org.firewarden.ledger.event.BlindIndex;
import org.springframework.jdbc.core.JdbcTemplate;

/** Suspensions in table {@code firewarden.accounting_suspension}, with the patient as a keyed hash. */
final class JdbcSuspensions implements Suspensions {

    private final JdbcTemplate jdbc;
    private final BlindIndex index;

    JdbcSuspensions(JdbcTemplate jdbc, BlindIndex index) {
        this.jdbc = jdbc;
        this.index = index;
    }

    @Override
    public void add(Suspension suspension) {
        jdbc.update(
                "INSERT INTO firewarden.accounting_suspension (id, patient, basis, written, starts, ends)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                suspension.id(),
                index.patient(suspension.patientId()),
                suspension.basis().code(),
                suspension.isWritten(),
                Timestamp.from(suspension.from()),
                Timestamp.from(suspension.until()));
    }

    @Override
    public List<Suspension> of(String patientId) {
        return jdbc.query(
                "SELECT id, basis, written, starts, ends FROM firewarden.accounting_suspension"
                        + " WHERE patient = ? ORDER BY starts",
                (row, i) -> suspension(row, patientId),
                new Object[] {index.patient(patientId)});
    }

    private static Suspension suspension(ResultSet row, String patientId) throws SQLException {
        return new Suspension(
                row.getObject("id", UUID.class),
                patientId,
                DisclosureBasis.ofCode(row.getString("basis"))
                        .orElseThrow(() -> new IllegalStateException("a suspension of an unknown basis")),
                row.getBoolean("written"),
                row.getTimestamp("starts").toInstant(),
                row.getTimestamp("ends").toInstant());
    }
}
