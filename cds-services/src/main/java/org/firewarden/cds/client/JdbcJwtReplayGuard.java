package org.firewarden.cds.client;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.firewarden.cds.upkeep.Upkeep;
import org.firewarden.crypto.Sha256;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Used tokens in PostgreSQL, table {@code firewarden.cds_token_use}: known to each node, and after a restart. The row is durable
 * before the call goes on. If the table cannot be written, the failure ends the request: a token that may have been used is not
 * taken.
 */
@Component
final class JdbcJwtReplayGuard implements JwtReplayGuard, Upkeep {

    private static final String INSERT = """
            INSERT INTO firewarden.cds_token_use (issuer, token_sha256, expires_at) VALUES (?, ?, ?)
            ON CONFLICT DO NOTHING
            """;
    /** Clocks of nodes differ; a token is remembered a little longer than any of them takes it. */
    private static final String FORGET = """
            DELETE FROM firewarden.cds_token_use WHERE expires_at < ?::timestamptz - INTERVAL '5 minutes'
            """;

    private final JdbcTemplate database;
    private final Clock clock;

    JdbcJwtReplayGuard(DataSource database, Clock clock) {
        this.database = new JdbcTemplate(database);
        this.clock = clock;
    }

    @Override
    public Use record(String issuer, String tokenId, Instant expiry) {
        int added = database.update(
                INSERT,
                issuer,
                Sha256.digest(tokenId.getBytes(StandardCharsets.UTF_8)),
                expiry.atOffset(ZoneOffset.UTC));
        return added == 1 ? Use.FIRST : Use.REPLAYED;
    }

    @Override
    public void run() {
        database.update(FORGET, clock.instant().atOffset(ZoneOffset.UTC));
    }
}
