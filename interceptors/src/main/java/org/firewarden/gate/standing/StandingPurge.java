package org.firewarden.gate.standing;

import java.time.Duration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps table {@code firewarden.standing_change} small. What goes was committed one interval ago at least; a node that has not
 * asked for longer learns from {@code standing_horizon} that it has to read anew, so no clock decides what is true.
 */
public final class StandingPurge {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Duration interval;

    /**
     * Purges in transactions of its own.
     *
     * @param interval how long a change is kept at least, and twice as long at most if this is run that often
     */
    public StandingPurge(JdbcTemplate jdbc, TransactionTemplate transaction, Duration interval) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.interval = interval;
    }

    /** Purges unless some node has done so within the interval. */
    public void run() {
        transaction.executeWithoutResult(status -> {
            int moved = jdbc.update(
                    "UPDATE firewarden.standing_horizon SET purged_below = next_below,"
                            + " next_below = pg_snapshot_xmin(pg_current_snapshot()), moved_at = now()"
                            + " WHERE moved_at <= now() - make_interval(secs => ?)",
                    interval.toMillis() / 1000.0);
            if (moved > 0) {
                // Whatever can be seen has a number below those to come, unless it was restored from another database,
                // whose
                // numbers mean nothing here.
                jdbc.update("DELETE FROM firewarden.standing_change WHERE xid < (SELECT purged_below"
                        + " FROM firewarden.standing_horizon) OR xid >= pg_snapshot_xmax(pg_current_snapshot())");
                jdbc.update("UPDATE firewarden.standing_horizon SET purged_below = '0', next_below = '0'"
                        + " WHERE purged_below >= pg_snapshot_xmax(pg_current_snapshot())");
            }
        });
    }
}
