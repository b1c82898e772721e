package org.firewarden.ledger.http;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Table {@code firewarden.ledger_disposal}: the signed certificates of what was destroyed. */
public final class StoredDisposals {

    private static final int AT_ONCE = 1_000;

    private final JdbcTemplate jdbc;

    /** Reads the application's database. */
    public StoredDisposals(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The certificates as signed notes, the newest first; at most a thousand from this one on. */
    List<String> from(long first) {
        return jdbc.queryForList(
                "SELECT certificate FROM firewarden.ledger_disposal ORDER BY disposed DESC, id OFFSET ? LIMIT "
                        + AT_ONCE,
                String.class,
                first);
    }
}
