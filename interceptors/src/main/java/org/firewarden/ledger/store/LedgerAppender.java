package org.firewarden.ledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditEntry;
import org.firewarden.ledger.event.EventSealer;
import org.firewarden.ledger.event.SealedEvent;
import org.jspecify.annotations.Nullable;
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
            "SELECT size, frontier, last_leaf, latest FROM firewarden.ledger_head ORDER BY size DESC LIMIT 1";

    /** Adds the batch if the tree is still as large as it was, and otherwise nothing. */
    private static final String INSERT = "WITH tip AS (SELECT FROM (SELECT coalesce(max(size), 0) AS size"
            + " FROM firewarden.ledger_head) AS head WHERE size = ?),"
            + " events AS (INSERT INTO firewarden.ledger_event"
            + " (seq, id, recorded, outcome, leaf, content, interaction, purpose, model_version, marks)"
            + " SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE EXISTS (SELECT FROM tip)),"
            + " entries AS (INSERT INTO firewarden.ledger_index (key, seq)"
            + " SELECT * FROM unnest(?, ?) WHERE EXISTS (SELECT FROM tip)),"
            + " subtrees AS (INSERT INTO firewarden.ledger_subtree (level, position, hash)"
            + " SELECT * FROM unnest(?, ?, ?) WHERE EXISTS (SELECT FROM tip))"
            + " INSERT INTO firewarden.ledger_head (size, frontier, last_leaf, latest)"
            + " SELECT ?::bigint, ?::bytea, ?::bytea, ?::timestamptz WHERE EXISTS (SELECT FROM tip)";

    private static final String COMMIT = "; COMMIT";

    /** Shorter than authors wait for their events, so that nobody hangs on a lock of the database. */
    private static final Duration TIMEOUT = Duration.ofSeconds(9);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final EventSealer sealer;
    private final Clock clock;
    private final String begin;
    private final int begins;

    /** The tree as this node's last batch left it; unknown before the first and after a failure. */
    private volatile @Nullable TreeHead known;

    /** Appends with these transactions, which must not be anybody else's. */
    public LedgerAppender(
            JdbcTemplate jdbc, TransactionTemplate transaction, LedgerRole role, EventSealer sealer, Clock clock) {
        this(jdbc, transaction, role, sealer, clock, TIMEOUT);
    }

    LedgerAppender(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            LedgerRole role,
            EventSealer sealer,
            Clock clock,
            Duration timeout) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.sealer = sealer;
        this.clock = clock;
        this.begin = role.begin() + "SET LOCAL statement_timeout = " + timeout.toMillis()
                + "; SELECT pg_advisory_xact_lock(" + LOCK + "); ";
        this.begins = role.isAvailable() ? 3 : 2;
    }

    /**
     * Appends the events in their order; when it returns they are durable. As long as no other node appends in between, it is one
     * way to the database and back; else the head is read anew, under the lock.
     */
    public void append(List<SealedEvent> events) {
        TreeHead before = known;
        known = null;
        TreeHead after = before == null ? null : appendTo(before, events);
        known = after == null ? appendToCurrent(events) : after;
    }

    private @Nullable TreeHead appendTo(TreeHead head, List<SealedEvent> events) {
        LedgerBatch batch = grow(head, events);
        return transaction.execute(status -> jdbc.execute(
                (Connection connection) -> insert(connection, begin, batch, head.size()) ? batch.head() : null));
    }

    private TreeHead appendToCurrent(List<SealedEvent> events) {
        return Objects.requireNonNull(transaction.execute(status -> jdbc.execute((Connection connection) -> {
            TreeHead head = lockedHead(connection);
            LedgerBatch batch = grow(head, events);
            if (!insert(connection, "", batch, head.size())) {
                throw new SQLException("the ledger grew under its lock");
            }
            return batch.head();
        })));
    }

    /**
     * Takes the lock and reads the head on one way to the database and back. They are statements of their own: the last must see
     * what the transaction that held the lock before has committed, and each has a snapshot of its own (READ COMMITTED).
     */
    private TreeHead lockedHead(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(begin + HEAD)) {
            statement.execute();
            skip(statement, begins);
            try (ResultSet rows = Objects.requireNonNull(statement.getResultSet())) {
                return rows.next() ? TreeHead.of(rows) : TreeHead.empty();
            }
        }
    }

    /** The results of so many statements. */
    private static void skip(PreparedStatement statement, int statements) throws SQLException {
        for (int i = 0; i < statements; i++) {
            statement.getMoreResults();
        }
    }

    private LedgerBatch grow(TreeHead head, List<SealedEvent> events) {
        LedgerBatch batch = new LedgerBatch(head);
        for (SealedEvent event : events) {
            if (event.recorded().isBefore(batch.latest().minus(CLOCK_TOLERANCE))) {
                batch.addAfterClockStep(sealer.seal(clockSetBack(batch.latest(), event.recorded())));
            }
            batch.add(event);
        }
        return batch;
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

    /**
     * The commit goes with the rows; what fails is rolled back by the template.
     *
     * @param before what has to come first in the transaction
     * @return whether the tree was as large as expected, so that the batch is in it
     */
    private boolean insert(Connection connection, String before, LedgerBatch batch, long expectedSize)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(before + INSERT + COMMIT)) {
            statement.setLong(1, expectedSize);
            List<Object[]> columns = batch.columns();
            String[] types = LedgerBatch.TYPES;
            for (int i = 0; i < types.length; i++) {
                statement.setArray(i + 2, connection.createArrayOf(types[i], columns.get(i)));
            }
            TreeHead head = batch.head();
            statement.setLong(types.length + 2, head.size());
            statement.setBytes(types.length + 3, head.encodedFrontier());
            statement.setBytes(types.length + 4, head.lastLeaf().bytes());
            statement.setTimestamp(types.length + 5, Timestamp.from(head.latest()));
            statement.execute();
            skip(statement, before.isEmpty() ? 0 : begins);
            return statement.getUpdateCount() > 0;
        }
    }
}
