package org.firewarden.smart.launch;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.firewarden.smart.approval.SecretValues;
import org.springframework.jdbc.core.JdbcTemplate;

/** The prepared launches in the database, by the digest of their id, so that the id works on each node and once. */
public final class PreparedLaunches {

    private final JdbcTemplate jdbc;
    private final SecretValues secrets;
    private final Clock clock;

    /** In this database. */
    public PreparedLaunches(JdbcTemplate jdbc, SecretValues secrets, Clock clock) {
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Keeps a launch and makes the id that the EHR hands to the app. */
    public String prepare(String ehr, PreparedLaunch launch, Duration lifetime) {
        String id = secrets.next();
        jdbc.update(
                "INSERT INTO firewarden.smart_launch (digest, ehr, app, person, context, expires) VALUES (?, ?, ?, ?,"
                        + " ?, ?)",
                SecretValues.digest(id),
                ehr,
                launch.app(),
                launch.person(),
                launch.context().toJson().toString(),
                Timestamp.from(clock.instant().plus(lifetime)));
        return id;
    }

    /** A launch that can still be used, without using it. */
    public Optional<PreparedLaunch> find(String id) {
        return jdbc
                .query(
                        "SELECT app, person, context FROM firewarden.smart_launch WHERE digest = ? AND used IS NULL"
                                + " AND expires > ?",
                        (row, n) -> new PreparedLaunch(
                                row.getString("app"),
                                row.getString("person"),
                                LaunchContext.ofStored(row.getString("context"))),
                        SecretValues.digest(id),
                        Timestamp.from(clock.instant()))
                .stream()
                .findFirst();
    }

    /** Uses it up; false if somebody was faster, or it ran out. */
    public boolean use(String id) {
        return jdbc.update(
                        "UPDATE firewarden.smart_launch SET used = ? WHERE digest = ? AND used IS NULL AND expires > ?",
                        Timestamp.from(clock.instant()),
                        SecretValues.digest(id),
                        Timestamp.from(clock.instant()))
                == 1;
    }

    /** Drops what ran out a day ago. */
    public void sweep() {
        jdbc.update(
                "DELETE FROM firewarden.smart_launch WHERE expires < ?",
                Timestamp.from(clock.instant().minus(Duration.ofDays(1))));
    }
}
