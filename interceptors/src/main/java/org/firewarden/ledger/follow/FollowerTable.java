package org.firewarden.ledger.follow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Table {@code firewarden.ledger_follower}: how far each follower has read, and which node reads for it. Times are the database's,
 * so that nodes whose clocks differ agree.
 */
public final class FollowerTable {

    private final JdbcTemplate jdbc;

    /** Uses the application's database. */
    public FollowerTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Lets a node read for a follower, unless another does. A follower that is new begins with the first event.
     *
     * @return the place of the next event, or empty if another node reads
     */
    Optional<Long> claim(String name, UUID node, Duration lease) {
        jdbc.update("INSERT INTO firewarden.ledger_follower (name) VALUES (?) ON CONFLICT DO NOTHING", name);
        return jdbc
                .query(
                        "UPDATE firewarden.ledger_follower SET node = ?, held_until = now() + ? * interval '1 ms'"
                                + " WHERE name = ? AND (node IS NULL OR node = ? OR held_until < now()) RETURNING next",
                        (row, i) -> row.getLong(1),
                        node,
                        lease.toMillis(),
                        name,
                        node)
                .stream()
                .findFirst();
    }

    /** Lets a follower that is new begin with the events that come from now on. */
    void beginNow(String name) {
        jdbc.update(
                "INSERT INTO firewarden.ledger_follower (name, next) VALUES (?, ?) ON CONFLICT DO NOTHING",
                name,
                size());
    }

    /**
     * Notes how far a follower has read.
     *
     * @throws IllegalStateException if another node reads by now
     */
    void advance(String name, UUID node, long from, long to) {
        int changed = jdbc.update(
                "UPDATE firewarden.ledger_follower SET next = ? WHERE name = ? AND node = ? AND next = ?",
                to,
                name,
                node,
                from);
        if (changed != 1) {
            throw new IllegalStateException("another node follows the ledger in this one's place");
        }
    }

    /** Lets another node read at once. */
    void release(String name, UUID node) {
        jdbc.update("UPDATE firewarden.ledger_follower SET node = NULL WHERE name = ? AND node = ?", name, node);
    }

    /** How far a follower has read. */
    long next(String name) {
        return jdbc
                .query("SELECT next FROM firewarden.ledger_follower WHERE name = ?", (row, i) -> row.getLong(1), name)
                .stream()
                .findFirst()
                .orElse(0L);
    }

    /** How many events there are. */
    long size() {
        return jdbc
                .query("SELECT size FROM firewarden.ledger_head ORDER BY size DESC LIMIT 1", (row, i) -> row.getLong(1))
                .stream()
                .findFirst()
                .orElse(0L);
    }

    /**
     * The events from a place on, in their order.
     *
     * @throws IllegalStateException if one is missing; nothing is passed over
     */
    List<LedgerLeaf> read(long from, int most) {
        List<LedgerLeaf> events = jdbc.query(
                "SELECT seq, recorded, outcome, marks, content FROM firewarden.ledger_event WHERE seq >= ? ORDER BY seq LIMIT ?",
                (row, i) -> new LedgerLeaf(
                        row.getLong(1),
                        row.getTimestamp(2).toInstant(),
                        row.getString(3),
                        row.getInt(4),
                        row.getString(5)),
                from,
                most);
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).seq() != from + i) {
                throw new IllegalStateException("the ledger lacks event " + (from + i));
            }
        }
        return events;
    }
}
