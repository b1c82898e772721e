package org.firewarden.gate.standing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.firewarden.gate.standing.StandingChange.Kind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Table {@code firewarden.standing_change}: asks what transactions that a mark has not seen have changed. Exact, since the
 * number of a transaction is compared with a snapshot and not with another number.
 */
final class StandingChanges {

    private static final String SQL = "SELECT CAST(pg_current_snapshot() AS text) AS mark,"
            + " pg_current_xact_id_if_assigned() IS NULL AND current_setting('transaction_isolation') = 'read committed'"
            + " AS committed_only,"
            + " (SELECT max(purged_below) <= CAST(? AS xid8) FROM firewarden.standing_horizon) AS complete,"
            + " NULL AS kind, NULL AS subject"
            + " UNION ALL SELECT NULL, NULL, NULL, kind, subject FROM firewarden.standing_change"
            + " WHERE xid >= CAST(? AS xid8)"
            + " UNION ALL SELECT NULL, NULL, NULL, kind, subject FROM firewarden.standing_change"
            + " WHERE xid = ANY (CAST(? AS xid8[]))";

    private final JdbcTemplate jdbc;

    StandingChanges(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** What is committed now, or done in the transaction in progress, and was not when the mark was taken. */
    StandingNews since(StandingMark mark) {
        long now = System.nanoTime();
        Reading reading = new Reading();
        jdbc.query(
                SQL,
                row -> {
                    String kind = row.getString("kind");
                    if (kind == null) {
                        reading.mark = StandingMark.of(row.getString("mark"), now);
                        reading.isOfCommittedOnly = row.getBoolean("committed_only");
                        reading.isComplete = row.getBoolean("complete");
                    } else {
                        reading.changes.add(new StandingChange(Kind.valueOf(kind), row.getString("subject")));
                    }
                },
                mark.seenBelow(),
                mark.unseenFrom(),
                mark.inProgress().toArray(String[]::new));
        return StandingNews.of(
                reading.isOfCommittedOnly, reading.isComplete, Objects.requireNonNull(reading.mark), reading.changes);
    }

    /** What the rows of one answer have said so far. */
    private static final class Reading {

        private final List<StandingChange> changes = new ArrayList<>();
        private @Nullable StandingMark mark;
        private boolean isOfCommittedOnly;
        private boolean isComplete;
    }
}
