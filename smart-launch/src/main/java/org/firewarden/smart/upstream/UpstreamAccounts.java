package org.firewarden.smart.upstream;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who in our database is whom at the provider: one person for each pair of issuer and subject, for good, on all nodes. */
public final class UpstreamAccounts {

    private final JdbcTemplate jdbc;
    private final Clock clock;

    /** In this database. */
    public UpstreamAccounts(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The name here of somebody there, if there is one yet. */
    Optional<String> find(String issuer, String subject) {
        return jdbc
                .queryForList(
                        "SELECT person FROM firewarden.smart_upstream_account WHERE issuer = ? AND subject = ?",
                        String.class,
                        issuer,
                        subject)
                .stream()
                .findFirst();
    }

    /**
     * The name here of somebody there, who comes in now. Of two nodes that see somebody for the first time at the same moment both get the same.
     *
     * @param fresh the name if there is none yet
     */
    String link(String issuer, String subject, String fresh) {
        Timestamp now = Timestamp.from(clock.instant());
        return Objects.requireNonNull(jdbc.queryForObject(
                "INSERT INTO firewarden.smart_upstream_account (issuer, subject, person, linked, used) VALUES"
                        + " (?, ?, ?, ?, ?) ON CONFLICT (issuer, subject) DO UPDATE SET used = excluded.used RETURNING person",
                String.class,
                issuer,
                subject,
                fresh,
                now,
                now));
    }

    /** True if this person signs in at the provider. */
    public boolean isLinked(String person) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "SELECT EXISTS (SELECT 1 FROM firewarden.smart_upstream_account WHERE person = ?)",
                Boolean.class,
                person));
    }
}
