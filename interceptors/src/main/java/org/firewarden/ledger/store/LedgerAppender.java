package org.firewarden.ledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditEntry;
import org.firewarden.ledger.event.EventSealer;
import org.firewarden.ledger.event.SealedEvent;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Appends batches of events. One lock in the database puts the batches of all server nodes into one sequence; a batch is one
 * transaction with its events, their index, the subtrees it completes and the new head of the tree, so that either all of it is
 * there or none. A clock that was set back by more than a minute is written down as an event of its own.
 */
public final class LedgerAppender {

    /** By how much times may go back without being remarked on: events wait for their batch, and nodes' clocks differ. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    /** The interaction of the event that says so. */
    public static final String CLOCK_SET_BACK = "clock-set-back";

    /** Any number that nobody else locks: "FWLEDGER" in ASCII. */
    private static final long LOCK = 0x46574C4544474552L;

    private static final String HEAD =
            "SELECT size, frontier, last_leaf, latest FROM firewarden.ledger_head" + " ORDER BY size DESC LIMIT 1";

    private static final String INSERT = "WITH events AS (INSERT INTO firewarden.ledger_event"
            + " (seq, id, recorded, outcome, leaf, content, interaction, purpose, model_version, marks)"
            + " SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)),"
            + " entries AS (INSERT INTO firewarden.ledger_index (key, seq) SELECT * FROM unnest(?, ?)),"
            + " subtrees AS (INSERT INTO firewarden.ledger_subtree (level, position, hash)"
            + " SELECT * FROM unnest(?, ?, ?))"
            + " INSERT INTO firewarden.ledger_head (size, frontier, last_leaf, latest) VALUES (?, ?, ?, ?)";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final LedgerRole role;
    private final EventSealer sealer;
    private final Clock clock;

    /** Appends with these transactions, which must not be anybody else's. */
    public LedgerAppender(
            JdbcTemplate jdbc, TransactionTemplate transaction, LedgerRole role, EventSealer sealer, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.role = role;
        this.sealer = sealer;
        this.clock = clock;
    }

    /** Appends the events in their order; when it returns they are durable. */
    public void append(List<SealedEvent> events) {
        transaction.executeWithoutResult(status -> {
            // Two statements: the second must see what the transaction that held the lock before has committed.
            jdbc.execute(role.begin() + "SELECT pg_advisory_xact_lock(" + LOCK + ")");
            TreeHead head = jdbc.query(HEAD, (row, i) -> TreeHead.of(row)).stream()
                    .findFirst()
                    .orElseGet(TreeHead::empty);
            LedgerBatch batch = new LedgerBatch(head);
            for (SealedEvent event : events) {
                if (event.recorded().isBefore(batch.latest().minus(CLOCK_TOLERANCE))) {
                    batch.addAfterClockStep(sealer.seal(clockSetBack(batch.latest(), event.recorded())));
                }
                batch.add(event);
            }
            jdbc.execute((Connection connection) -> {
                insert(connection, batch);
                return true;
            });
        });
    }

    private AuditEntry clockSetBack(Instant from, Instant to) {
        return AuditEntry.ofServer(
                to,
                AuditAction.EXECUTE,
                CLOCK_SET_BACK,
                Map.of(
                        "from",
                        from.toString(),
                        "to",
                        to.toString(),
                        "noticed",
                        clock.instant().toString()));
    }

    private static void insert(Connection connection, LedgerBatch batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            List<Object[]> columns = batch.columns();
            String[] types = LedgerBatch.TYPES;
            for (int i = 0; i < types.length; i++) {
                statement.setArray(i + 1, connection.createArrayOf(types[i], columns.get(i)));
            }
            TreeHead head = batch.head();
            statement.setLong(types.length + 1, head.size());
            statement.setBytes(types.length + 2, head.encodedFrontier());
            statement.setBytes(types.length + 3, head.lastLeaf().bytes());
            statement.setTimestamp(types.length + 4, Timestamp.from(head.latest()));
            statement.executeUpdate();
        }
    }
}
