package org.firewarden.smart.factor;

import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.smart.passkey.Passkeys;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The second factors in the database, their secrets sealed for the person they are of. A code is accepted once: the statement that
 * accepts it moves the last accepted step on, on whatever node, and an older step is never accepted again (RFC 6238, section 5.2).
 */
public final class SecondFactors {

    private static final Duration SET_UP_WITHIN = Duration.ofMinutes(10);

    private final JdbcTemplate jdbc;
    private final KeyRing keys;
    private final SecureRandom random;
    private final RecoveryCodes recovery;
    private final Clock clock;

    /** In this database. */
    public SecondFactors(JdbcTemplate jdbc, KeyRing keys, SecureRandom random, Clock clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.random = random;
        this.recovery = new RecoveryCodes(jdbc, keys, random);
        this.clock = clock;
    }

    /** What was made of something that was typed. */
    public enum Verdict {
        /** A good code of the authenticator app. */
        CODE,
        /** A good recovery code, which is used up now. */
        RECOVERY_CODE,
        /** Nothing good, or something that was good before. */
        REFUSED
    }

    /** True if somebody has a second factor. */
    public boolean has(String person) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "SELECT EXISTS (SELECT 1 FROM firewarden.smart_second_factor WHERE person = ? AND sealed IS NOT NULL)",
                Boolean.class,
                person));
    }

    /** True if more than a password is asked of somebody: an authenticator app or a passkey was set up. */
    public boolean isAskedOf(String person) {
        return has(person) || Passkeys.has(jdbc, person);
    }

    /** A new secret to be set up. What is in force stays so until a code of the new one was typed. */
    public SharedSecret begin(String person) {
        byte[] secret = new byte[TimeCodes.SECRET_BYTES];
        random.nextBytes(secret);
        jdbc.update(
                "INSERT INTO firewarden.smart_second_factor (person, pending, pending_since) VALUES (?, ?, ?) ON CONFLICT"
                        + " (person) DO UPDATE SET pending = excluded.pending, pending_since = excluded.pending_since",
                person,
                keys.seal(KeyPurpose.SECOND_FACTOR, subject(person), secret),
                Timestamp.from(clock.instant()));
        return new SharedSecret(person, secret);
    }

    /** The secret that is being set up, for ten minutes. */
    public Optional<SharedSecret> pending(String person) {
        return opened(
                        "SELECT pending FROM firewarden.smart_second_factor WHERE person = ? AND pending IS NOT NULL AND"
                                + " pending_since > ?",
                        person,
                        Timestamp.from(clock.instant().minus(SET_UP_WITHIN)))
                .map(secret -> new SharedSecret(person, secret));
    }

    /**
     * Puts the secret that is being set up in force, if this is a code of it.
     *
     * @return recovery codes to be shown once, or empty if the code is no good
     */
    public Optional<List<String>> confirm(String person, String typed) {
        Optional<SharedSecret> pending = pending(person);
        OptionalLong step = pending.isEmpty()
                ? OptionalLong.empty()
                : TimeCodes.stepOf(pending.get().bytes(), code(typed), clock.instant());
        if (step.isEmpty()) {
            return Optional.empty();
        }
        boolean isDone = jdbc.update(
                        "UPDATE firewarden.smart_second_factor SET sealed = pending, confirmed = ?, last_step = ?, pending ="
                                + " NULL, pending_since = NULL WHERE person = ? AND pending IS NOT NULL",
                        Timestamp.from(clock.instant()),
                        step.getAsLong(),
                        person)
                == 1;
        return isDone ? Optional.of(recovery.renew(person)) : Optional.empty();
    }

    /** Judges what somebody typed, and uses it up if it is good. */
    public Verdict judge(String person, @Nullable String typed) {
        String code = code(typed);
        Optional<byte[]> secret = opened(
                "SELECT sealed FROM firewarden.smart_second_factor WHERE person = ? AND sealed IS NOT NULL", person);
        if (secret.isEmpty()) {
            return Verdict.REFUSED;
        }
        if (!TimeCodes.isCode(code)) {
            return recovery.use(person, code) ? Verdict.RECOVERY_CODE : Verdict.REFUSED;
        }
        OptionalLong step = TimeCodes.stepOf(secret.get(), code, clock.instant());
        boolean isFirst = step.isPresent()
                && jdbc.update(
                                "UPDATE firewarden.smart_second_factor SET last_step = ? WHERE person = ? AND last_step < ?",
                                step.getAsLong(),
                                person,
                                step.getAsLong())
                        == 1;
        return isFirst ? Verdict.CODE : Verdict.REFUSED;
    }

    /** New recovery codes in place of those before, to be shown once. */
    public List<String> renewRecoveryCodes(String person) {
        return recovery.renew(person);
    }

    /** How many recovery codes somebody has left. */
    public int recoveryCodesLeft(String person) {
        return recovery.left(person);
    }

    /** Takes somebody's authenticator app, recovery codes and passkeys away; false if there was nothing. */
    public boolean remove(String person) {
        recovery.drop(person);
        boolean hadPasskeys = Passkeys.removeAll(jdbc, person);
        return jdbc.update("DELETE FROM firewarden.smart_second_factor WHERE person = ?", person) == 1 || hadPasskeys;
    }

    private Optional<byte[]> opened(String query, Object... parameters) {
        return jdbc.queryForList(query, byte[].class, parameters).stream()
                .findFirst()
                .map(bytes -> keys.open(KeyPurpose.SECOND_FACTOR, subject(String.valueOf(parameters[0])), bytes));
    }

    private static String code(@Nullable String typed) {
        return typed == null || typed.length() > 64 ? "" : typed.replace(" ", "");
    }

    private static String subject(String person) {
        return "second-factor:" + person;
    }
}
