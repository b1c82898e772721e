package org.firewarden.smart.token;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import org.firewarden.crypto.Sha256;
import org.springframework.jdbc.core.JdbcTemplate;

/** Uses remembered in the database, so that a replay is refused on each node and after a restart. */
public final class StoredReplays implements Replays {

    private final JdbcTemplate jdbc;
    private final Clock clock;

    /** In this database. */
    public StoredReplays(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public boolean isFirstUse(String issuer, String id, Instant expires) {
        byte[] digest = Sha256.digest((issuer.length() + ":" + issuer + id).getBytes(StandardCharsets.UTF_8));
        return jdbc.update(
                        "INSERT INTO firewarden.smart_used_assertion (digest, expires) VALUES (?, ?) ON CONFLICT DO"
                                + " NOTHING",
                        digest,
                        Timestamp.from(expires))
                == 1;
    }

    /** Drops what cannot be used again anyway. */
    public void sweep() {
        jdbc.update("DELETE FROM firewarden.smart_used_assertion WHERE expires < ?", Timestamp.from(clock.instant()));
    }
}
