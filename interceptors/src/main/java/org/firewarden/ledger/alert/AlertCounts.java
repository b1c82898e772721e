package org.firewarden.ledger.alert;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.firewarden.ledger.alert.AlertSettings.Threshold;
import org.springframework.jdbc.core.JdbcTemplate;

/** The tables in which is counted, to the minute: {@code firewarden.alert_hit}, {@code alert_raised}, {@code alert_total}. */
final class AlertCounts {

    private final JdbcTemplate jdbc;

    AlertCounts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * All that was counted for a pattern since the beginning.
     *
     * @param hits events
     * @param raised alerts
     */
    record Total(long hits, long raised) {

        static final Total NONE = new Total(0, 0);
    }

    /** Counts a hit, and answers how many there are of this actor within the window that ends with it. */
    long add(AlertHit hit, Threshold threshold) {
        Instant minute = hit.recorded().truncatedTo(ChronoUnit.MINUTES);
        jdbc.update(
                "INSERT INTO firewarden.alert_hit (pattern, actor, minute, item) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (pattern, actor, minute, item) DO UPDATE SET hits = alert_hit.hits + 1",
                hit.pattern().code(),
                bytes(hit.actor()),
                Timestamp.from(minute),
                bytes(hit.item()));
        total(hit.pattern(), 1, 0);
        Long count = jdbc.queryForObject(
                "SELECT coalesce(sum(hits) FILTER (WHERE item = ''), 0) + count(DISTINCT item) FILTER (WHERE item <> '')"
                        + " FROM firewarden.alert_hit WHERE pattern = ? AND actor = ? AND minute > ? AND minute <= ?",
                Long.class,
                hit.pattern().code(),
                bytes(hit.actor()),
                Timestamp.from(minute.minus(threshold.window())),
                Timestamp.from(minute));
        return count == null ? 0 : count;
    }

    /** Notes that an alert is raised, unless one was for this pattern and actor within the window. */
    boolean raise(AlertHit hit, Threshold threshold) {
        boolean isNew = jdbc.update(
                        "INSERT INTO firewarden.alert_raised AS r (pattern, actor, raised) VALUES (?, ?, ?)"
                                + " ON CONFLICT (pattern, actor) DO UPDATE SET raised = excluded.raised"
                                + " WHERE r.raised <= ?",
                        hit.pattern().code(),
                        bytes(hit.actor()),
                        Timestamp.from(hit.recorded()),
                        Timestamp.from(hit.recorded().minus(threshold.window())))
                > 0;
        if (isNew) {
            total(hit.pattern(), 0, 1);
        }
        return isNew;
    }

    private static byte[] bytes(String hash) {
        return HexFormat.of().parseHex(hash);
    }

    /** Forgets what can count no more. */
    void forget(AlertPattern pattern, Instant before) {
        jdbc.update(
                "DELETE FROM firewarden.alert_hit WHERE pattern = ? AND minute < ?",
                pattern.code(),
                Timestamp.from(before));
    }

    Map<AlertPattern, Total> totals() {
        Map<AlertPattern, Total> totals = new EnumMap<>(AlertPattern.class);
        for (AlertPattern pattern : AlertPattern.values()) {
            totals.put(
                    pattern,
                    jdbc
                            .query(
                                    "SELECT hits, raised FROM firewarden.alert_total WHERE pattern = ?",
                                    (row, i) -> new Total(row.getLong(1), row.getLong(2)),
                                    pattern.code())
                            .stream()
                            .findFirst()
                            .orElse(Total.NONE));
        }
        return totals;
    }

    private void total(AlertPattern pattern, int hits, int raised) {
        jdbc.update(
                "INSERT INTO firewarden.alert_total AS t (pattern, hits, raised) VALUES (?, ?, ?) ON CONFLICT (pattern)"
                        + " DO UPDATE SET hits = t.hits + excluded.hits, raised = t.raised + excluded.raised",
                pattern.code(),
                hits,
                raised);
    }
}
