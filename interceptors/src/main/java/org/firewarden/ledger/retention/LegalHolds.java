package org.firewarden.ledger.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.ledger.event.BlindIndex;
import org.firewarden.ledger.event.ContentKeys.Owner;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Tables {@code firewarden.legal_hold} and {@code legal_hold_lift}: rows are added and never changed. */
public final class LegalHolds {

    /** Held while holds are placed and while keys are destroyed, so that neither overtakes the other: "FWRETAIN" in ASCII. */
    static final String LOCK = "SELECT pg_advisory_xact_lock(" + 0x465752455441494EL + ")";

    private static final String SELECT = "SELECT h.id, h.owner IS NOT NULL AS of_patient, h.placed, l.lifted"
            + " FROM firewarden.legal_hold h LEFT JOIN firewarden.legal_hold_lift l ON l.hold_id = h.id";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final BlindIndex index;
    private final Clock clock;

    /**
     * Uses the application's database.
     *
     * @param transaction begins transactions of its own
     */
    public LegalHolds(JdbcTemplate jdbc, TransactionTemplate transaction, BlindIndex index, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.index = index;
        this.clock = clock;
    }

    /**
     * Places a hold; when this returns it is in force on each node.
     *
     * @param patientId the patient's logical id, or null for everything
     */
    public LegalHold place(@Nullable String patientId) {
        LegalHold hold = new LegalHold(UUID.randomUUID(), patientId != null, clock.instant(), null);
        transaction.executeWithoutResult(status -> {
            jdbc.execute(LOCK);
            jdbc.update(
                    "INSERT INTO firewarden.legal_hold (id, owner, patient, placed) VALUES (?, ?, ?, ?)",
                    hold.id(),
                    patientId == null ? null : index.owner(new Owner("patient", patientId)),
                    patientId == null ? null : index.patient(patientId),
                    Timestamp.from(hold.placed()));
        });
        return hold;
    }

    /** Lifts a hold. What it kept may be disposed of from then on. */
    public void lift(UUID id) {
        transaction.executeWithoutResult(status -> jdbc.update(
                "INSERT INTO firewarden.legal_hold_lift (hold_id, lifted) VALUES (?, ?) ON CONFLICT DO NOTHING",
                id,
                Timestamp.from(clock.instant())));
    }

    /** A hold, lifted or not. */
    public Optional<LegalHold> find(UUID id) {
        return jdbc.query(SELECT + " WHERE h.id = ?", (row, i) -> hold(row), id).stream()
                .findFirst();
    }

    /**
     * All holds, lifted ones too, the newest first.
     *
     * @param patientId if not null, only those that keep this patient's events
     */
    public List<LegalHold> all(@Nullable String patientId) {
        String newestFirst = " ORDER BY h.placed DESC, h.id LIMIT 1000";
        return patientId == null
                ? jdbc.query(SELECT + newestFirst, (row, i) -> hold(row))
                : jdbc.query(
                        SELECT + " WHERE h.patient IS NULL OR h.patient = ?" + newestFirst,
                        (row, i) -> hold(row),
                        (Object) index.patient(patientId));
    }

    /** True if the ledger has sealed something for this patient, also if the patient is no longer stored. */
    public boolean isKnown(String patientId) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "SELECT EXISTS (SELECT FROM firewarden.ledger_content_key WHERE owner = ?)", Boolean.class, (Object)
                        index.owner(new Owner("patient", patientId))));
    }

    private static LegalHold hold(ResultSet row) throws SQLException {
        Timestamp lifted = row.getTimestamp("lifted");
        return new LegalHold(
                Objects.requireNonNull(row.getObject("id", UUID.class)),
                row.getBoolean("of_patient"),
                row.getTimestamp("placed").toInstant(),
                lifted == null ? null : lifted.toInstant());
    }

    Instant now() {
        return clock.instant();
    }
}
