package org.firewarden.model.monitoring;

import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** The counters in {@code firewarden.model_use}. They hold numbers only, and nothing of a single patient. */
public final class UseTable {

    private final JdbcTemplate jdbc;

    /** Uses this database. */
    public UseTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds to many counters in one batch; nodes may add to the same at once. */
    void add(Map<UseCounter, Long> counts) {
        // In one order, so that two nodes do not wait for each other.
        List<Object[]> rows = counts.entrySet().stream()
                .map(entry -> new Object[] {
                    entry.getKey().model(),
                    entry.getKey().version(),
                    entry.getKey().day(),
                    entry.getKey().kind(),
                    entry.getKey().name(),
                    entry.getKey().value(),
                    entry.getValue()
                })
                .sorted((left, right) -> {
                    for (int i = 0; i < left.length - 1; i++) {
                        int order = left[i].toString().compareTo(right[i].toString());
                        if (order != 0) {
                            return order;
                        }
                    }
                    return 0;
                })
                .toList();
        jdbc.batchUpdate(
                "INSERT INTO firewarden.model_use (model_id, version, day, kind, name, value, count)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (model_id, version, day, kind, name, value)"
                        + " DO UPDATE SET count = model_use.count + excluded.count",
                rows);
    }

    /** What was counted of a version since the day, the day included, over all days. */
    List<Count> since(String model, String version, LocalDate day) {
        return jdbc.query(
                "SELECT kind, name, value, sum(count) AS count FROM firewarden.model_use WHERE model_id = ?"
                        + " AND version = ? AND day >= ? GROUP BY kind, name, value ORDER BY kind, name, value",
                (row, number) -> new Count(
                        row.getString("kind"), row.getString("name"), row.getString("value"), row.getLong("count")),
                model,
                version,
                day);
    }

    /** The day on which a version came to its stage. */
    LocalDate stageSince(String model, String version) {
        return jdbc
                .queryForList(
                        "SELECT (stage_since AT TIME ZONE 'UTC')::date FROM firewarden.model_version"
                                + " WHERE model_id = ? AND version = ?",
                        Date.class,
                        model,
                        version)
                .stream()
                .findFirst()
                .map(Date::toLocalDate)
                .orElse(LocalDate.of(9999, 1, 1));
    }

    /** One sum. */
    record Count(String kind, String name, String value, long count) {}
}
