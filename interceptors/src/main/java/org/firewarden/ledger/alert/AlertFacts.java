package org.firewarden.ledger.alert;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Table {@code firewarden.alert_fact}: which records are watched, and who lives where, all of it as keyed hashes. Written in the
 * transaction of the resource that says so.
 */
public final class AlertFacts {

    private static final String WATCHED = "watched";
    private static final String HOUSEHOLD = "household";

    private final JdbcTemplate jdbc;

    /** Uses the application's database. */
    public AlertFacts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Notes what a resource says, in place of what it said before.
     *
     * @param owner the hash under which the person is found in the ledger
     * @param households hashes of the addresses
     */
    void put(byte[] owner, boolean isWatched, List<byte[]> households) {
        remove(owner);
        if (isWatched) {
            insert(owner, WATCHED, new byte[0]);
        }
        households.forEach(household -> insert(owner, HOUSEHOLD, household));
    }

    void remove(byte[] owner) {
        jdbc.update("DELETE FROM firewarden.alert_fact WHERE owner = ?", owner);
    }

    boolean isWatched(byte[] owner) {
        return exists("SELECT EXISTS (SELECT FROM firewarden.alert_fact WHERE owner = ? AND fact = ?)", owner, WATCHED);
    }

    boolean isOneHousehold(byte[] one, byte[] other) {
        return exists(
                "SELECT EXISTS (SELECT FROM firewarden.alert_fact a JOIN firewarden.alert_fact b USING (fact, value)"
                        + " WHERE a.owner = ? AND b.owner = ? AND fact = ?)",
                one,
                other,
                HOUSEHOLD);
    }

    /** The events from {@code first} to {@code end - 1} that concern a watched record, or two of one household. */
    Set<Long> concerned(long first, long end) {
        Set<Long> places = new HashSet<>(jdbc.queryForList(
                "SELECT k.seq FROM firewarden.alert_fact f JOIN firewarden.ledger_index k ON k.key = f.owner"
                        + " WHERE f.fact = ? AND k.seq >= ? AND k.seq < ?",
                Long.class,
                WATCHED,
                first,
                end));
        places.addAll(jdbc.queryForList(
                "SELECT k.seq FROM firewarden.alert_fact f JOIN firewarden.ledger_index k ON k.key = f.owner"
                        + " WHERE f.fact = ? AND k.seq >= ? AND k.seq < ?"
                        + " GROUP BY k.seq, f.value HAVING count(DISTINCT f.owner) > 1",
                Long.class,
                HOUSEHOLD,
                first,
                end));
        return places;
    }

    private void insert(byte[] owner, String fact, byte[] value) {
        jdbc.update(
                "INSERT INTO firewarden.alert_fact (owner, fact, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                owner,
                fact,
                value);
    }

    private boolean exists(String sql, Object... values) {
        return Boolean.TRUE.equals(jdbc.queryForObject(sql, Boolean.class, values));
    }
}
