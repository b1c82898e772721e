package org.firewarden.smart.approval;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What was ended before its tokens ran out: approvals, single tokens, clients, people. Each node keeps the list in memory and
 * reads it again after five seconds, so that an end is known everywhere well within a minute. A node that could not read it for
 * a minute trusts no token. Safe for many threads.
 */
public final class Revocations implements RevokedTokens {

    /** No access token lives longer, so no entry needs to. */
    public static final Duration LONGEST_TOKEN = Duration.ofHours(1);

    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration TRUSTED = Duration.ofSeconds(60);
    private static final Duration SKEW = Duration.ofMinutes(2);

    private record Known(Set<String> ids, Instant read) {}

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();
    private final Set<String> ownSinceRead = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Known known;

    /** The list in this database. */
    public Revocations(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The id of an approval in the list. */
    public static String ofApproval(UUID id) {
        return "approval:" + id;
    }

    /** The id of one access token in the list. */
    public static String ofToken(String jti) {
        return "token:" + jti;
    }

    /** The id of a client in the list. */
    public static String ofClient(String clientId) {
        return "client:" + clientId;
    }

    /** The id of a person in the list. */
    public static String ofPerson(String name) {
        return "person:" + name;
    }

    /** Adds to the list, here at once and elsewhere within seconds. */
    public void revoke(String id) {
        ownSinceRead.add(id);
        jdbc.update(
                "INSERT INTO firewarden.smart_revocation (id, until) VALUES (?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET until = excluded.until",
                id,
                Timestamp.from(clock.instant().plus(LONGEST_TOKEN).plus(SKEW)));
    }

    /** Takes off the list, for a client or a person who is let in again. */
    public void restore(String id) {
        jdbc.update("DELETE FROM firewarden.smart_revocation WHERE id = ?", id);
        reading.lock();
        try {
            ownSinceRead.remove(id);
            read();
        } finally {
            reading.unlock();
        }
    }

    @Override
    public boolean areAny(Set<String> ids) {
        Known list = current();
        for (String id : ids) {
            if (list.ids.contains(id) || ownSinceRead.contains(id)) {
                return true;
            }
        }
        return false;
    }

    /** Drops what no token can be asked for any more. */
    public void sweep() {
        jdbc.update("DELETE FROM firewarden.smart_revocation WHERE until < ?", Timestamp.from(clock.instant()));
    }

    private Known current() {
        Known list = known;
        Instant now = clock.instant();
        if (list != null && list.read.plus(FRESH).isAfter(now)) {
            return list;
        }
        if (list != null && list.read.plus(TRUSTED).isAfter(now)) {
            return reading.tryLock() ? readOr(list) : list;
        }
        reading.lock();
        return readOr(null);
    }

    /** Reads, as the one who holds the lock, or does with what is known for another while. */
    private Known readOr(@Nullable Known otherwise) {
        try {
            Known since = known;
            return since != null && since.read.plus(FRESH).isAfter(clock.instant()) ? since : read();
        } catch (DataAccessException e) {
            if (otherwise != null) {
                // Younger than a minute: what is known is good enough, and the next request tries again.
                return otherwise;
            }
            throw new RevocationsUnavailableException(e);
        } finally {
            reading.unlock();
        }
    }

    private Known read() {
        Instant now = clock.instant();
        Set<String> before = new HashSet<>(ownSinceRead);
        Known list = new Known(
                Set.copyOf(jdbc.queryForList(
                        "SELECT id FROM firewarden.smart_revocation WHERE until > ?",
                        String.class,
                        Timestamp.from(now))),
                now);
        known = list;
        // What was added before the read began is in the list by now.
        before.forEach(ownSinceRead::remove);
        return list;
    }
}
