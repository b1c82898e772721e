package org.firewarden.smart.signin;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.smart.SignInSettings;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Counts tries to sign in, on all nodes together (NIST SP 800-63B-4, section 3.2.2). A try counts as failed before it is judged, in the
 * statement that asks whether there may be one: a hundred tries at the same moment are not a hundred guesses. After some failures in a
 * row there is a wait before each further try, twice as long each time; nobody is locked out for good by somebody else's guesses. Names
 * that do not exist are counted like names that do.
 */
public final class SignInTries {

    /** What is tried. */
    public enum Kind {
        /** A password. */
        PASSWORD,
        /** A code of a second factor, or a recovery code. */
        SECOND_FACTOR
    }

    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private final JdbcTemplate jdbc;
    private final KeyRing keys;
    private final SignInSettings settings;
    private final Clock clock;

    /** In this database. */
    public SignInTries(JdbcTemplate jdbc, KeyRing keys, SignInSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    /** True if there may be a try now, which counts as a failure until {@link #succeeded}. */
    public boolean begin(Kind kind, String name) {
        Instant now = clock.instant();
        Timestamp at = Timestamp.from(now);
        Timestamp forgotten = Timestamp.from(now.minus(FORGOTTEN));
        return !jdbc.queryForList(
                        "INSERT INTO firewarden.smart_sign_in_try AS t (account, failures, held_until, latest)"
                                + " VALUES (?, 1, CASE WHEN ? <= 1 THEN ?::timestamptz ELSE ?::timestamptz END, ?)"
                                + " ON CONFLICT (account) DO UPDATE SET"
                                + " failures = CASE WHEN t.latest < ? THEN 1 ELSE t.failures + 1 END,"
                                + " held_until = excluded.latest + CASE WHEN t.latest < ? OR t.failures + 1 < ?"
                                + " THEN interval '0' ELSE least(?, ? * power(2::double precision,"
                                + " least(t.failures + 1 - ?, 40))) * interval '1 second' END,"
                                + " latest = excluded.latest WHERE t.held_until <= excluded.latest RETURNING failures",
                        Integer.class,
                        account(kind, name),
                        settings.freeFailures(),
                        Timestamp.from(now.plus(settings.holdUp())),
                        at,
                        at,
                        forgotten,
                        forgotten,
                        settings.freeFailures(),
                        (double) settings.longestHoldUp().toSeconds(),
                        (double) settings.holdUp().toSeconds(),
                        settings.freeFailures())
                .isEmpty();
    }

    /** The try was good: what was counted is forgotten. */
    public void succeeded(Kind kind, String name) {
        jdbc.update("DELETE FROM firewarden.smart_sign_in_try WHERE account = ?", (Object) account(kind, name));
    }

    /** True if a further try has to wait. */
    public boolean isHeldUp(Kind kind, String name) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "SELECT EXISTS (SELECT 1 FROM firewarden.smart_sign_in_try WHERE account = ? AND held_until > ?)",
                Boolean.class,
                account(kind, name),
                Timestamp.from(clock.instant())));
    }

    /** Drops what is a day old. */
    void sweep() {
        jdbc.update(
                "DELETE FROM firewarden.smart_sign_in_try WHERE latest < ?",
                Timestamp.from(clock.instant().minus(FORGOTTEN)));
    }

    private byte[] account(Kind kind, String name) {
        return keys.mac(KeyPurpose.SIGN_IN_INDEX, (kind + ":" + name).getBytes(StandardCharsets.UTF_8));
    }
}
