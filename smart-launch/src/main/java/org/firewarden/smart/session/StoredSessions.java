package org.firewarden.smart.session;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firewarden.audit.AuditKind;
import org.firewarden.crypto.KeyRing;
import org.firewarden.smart.SignInSettings;
import org.firewarden.smart.approval.SecretValues;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.session.MapSession;
import org.springframework.session.SessionRepository;

/**
 * The sessions in the database. The id is a secret of the browser's; here is its digest. A session that is not used for a while is
 * gone, and one that was ended elsewhere does not come back by a request that was still under way. Safe for many threads and nodes.
 */
public final class StoredSessions implements SessionRepository<StoredSession> {

    /** A use is noted when the one that is known is so old; the end may come that much early and never late. */
    private static final Duration NOTED = Duration.ofSeconds(20);

    private final JdbcTemplate jdbc;
    private final SessionContent content;
    private final SecretValues secrets;
    private final SignInSettings settings;
    private final SessionEnds ends;
    private final Clock clock;

    /**
     * In this database.
     *
     * @param ends who is told of each session of somebody that ends without that somebody
     */
    public StoredSessions(
            JdbcTemplate jdbc,
            KeyRing keys,
            SecretValues secrets,
            SignInSettings settings,
            SessionEnds ends,
            Clock clock) {
        this.jdbc = jdbc;
        this.content = new SessionContent(keys);
        this.secrets = secrets;
        this.settings = settings;
        this.ends = ends;
        this.clock = clock;
    }

    /** Told when somebody is signed off: {@link AuditKind#SIGN_OUT}. */
    public interface SessionEnds {
        /**
         * A session ended.
         *
         * @param person whose
         * @param why {@code idle}, {@code limit}, {@code account}
         */
        void ended(String person, String why);
    }

    @Override
    public StoredSession createSession() {
        MapSession session = new MapSession(secrets::next);
        Instant now = clock.instant();
        session.setCreationTime(now);
        session.setLastAccessedTime(now);
        return StoredSession.begun(session);
    }

    @Override
    public void save(StoredSession session) {
        Instant now = clock.instant();
        if (!session.isChanged()) {
            if (session.storedUse().plus(NOTED).isBefore(now)) {
                jdbc.update(
                        "UPDATE firewarden.smart_session SET used = ? WHERE digest = ?",
                        Timestamp.from(now),
                        SecretValues.digest(session.getId()));
            }
            return;
        }
        byte[] digest = SecretValues.digest(session.getId());
        byte[] sealed = content.seal(subject(digest), session.attributes());
        if (session.storedId() == null) {
            jdbc.update(
                    "INSERT INTO firewarden.smart_session (digest, person, sealed, created, used) VALUES (?, ?, ?, ?, ?)",
                    digest,
                    session.person(),
                    sealed,
                    Timestamp.from(session.getCreationTime()),
                    Timestamp.from(now));
        } else {
            jdbc.update(
                    "UPDATE firewarden.smart_session SET digest = ?, person = ?, sealed = ?, used = ? WHERE digest = ?",
                    digest,
                    session.person(),
                    sealed,
                    Timestamp.from(now),
                    SecretValues.digest(session.storedId()));
        }
        String person = session.person();
        if (person != null && session.isSignedInNow()) {
            endOldest(person, digest);
        }
        session.stored(now);
    }

    @Override
    public @Nullable StoredSession findById(String id) {
        byte[] digest = SecretValues.digest(id);
        Instant now = clock.instant();
        Optional<Row> row = jdbc
                .query(
                        "SELECT sealed, created, used FROM firewarden.smart_session WHERE digest = ?",
                        (found, n) -> new Row(
                                found.getBytes("sealed"),
                                found.getTimestamp("created").toInstant(),
                                found.getTimestamp("used").toInstant()),
                        digest)
                .stream()
                .findFirst();
        if (row.isEmpty()) {
            return null;
        }
        boolean isOver = !row.get().used.plus(settings.idle()).isAfter(now)
                || !row.get().created.plus(settings.longest()).isAfter(now);
        Optional<Map<String, Object>> held =
                isOver ? Optional.empty() : content.open(subject(digest), row.get().sealed);
        if (held.isEmpty()) {
            end("digest = ?", isOver ? "idle" : "unreadable", digest);
            return null;
        }
        MapSession session = new MapSession(id);
        session.setSessionIdGenerator(secrets::next);
        session.setCreationTime(row.get().created);
        session.setLastAccessedTime(row.get().used);
        session.setMaxInactiveInterval(settings.idle());
        held.get().forEach(session::setAttribute);
        return StoredSession.found(session);
    }

    @Override
    public void deleteById(String id) {
        jdbc.update("DELETE FROM firewarden.smart_session WHERE digest = ?", SecretValues.digest(id));
    }

    /** Signs somebody off everywhere, because the account changed. */
    public void endAllOf(String person) {
        end("person = ?", "account", person);
    }

    /**
     * Signs somebody off in all other browsers, because the account changed.
     *
     * @param id of the session that goes on
     */
    public void endOthersOf(String person, String id) {
        end("person = ? AND digest <> ?", "account", person, SecretValues.digest(id));
    }

    /** How many browsers somebody is signed in with. */
    public int countOf(String person) {
        Integer count = jdbc.queryForObject(
                "SELECT count(*) FROM firewarden.smart_session WHERE person = ? AND used > ? AND created > ?",
                Integer.class,
                person,
                Timestamp.from(clock.instant().minus(settings.idle())),
                Timestamp.from(clock.instant().minus(settings.longest())));
        return count == null ? 0 : count;
    }

    /** Ends what was not used for long enough, or has lasted long enough. */
    public void sweep() {
        Instant now = clock.instant();
        end(
                "used <= ? OR created <= ?",
                "idle",
                Timestamp.from(now.minus(settings.idle())),
                Timestamp.from(now.minus(settings.longest())));
    }

    private void endOldest(String person, byte[] own) {
        end(
                "person = ? AND digest <> ? AND digest NOT IN (SELECT digest FROM firewarden.smart_session WHERE person = ?"
                        + " AND digest <> ? ORDER BY used DESC LIMIT ?)",
                "limit",
                person,
                own,
                person,
                own,
                settings.sessions() - 1);
    }

    private void end(String condition, String why, Object... parameters) {
        List<String> people = jdbc.queryForList(
                "WITH gone AS (DELETE FROM firewarden.smart_session WHERE " + condition
                        + " RETURNING person) SELECT person FROM gone WHERE person IS NOT NULL",
                String.class,
                parameters);
        people.forEach(person -> ends.ended(person, why));
    }

    /** A row as it was read. */
    private static final class Row {

        private final byte[] sealed;
        private final Instant created;
        private final Instant used;

        Row(byte[] sealed, Instant created, Instant used) {
            this.sealed = sealed;
            this.created = created;
            this.used = used;
        }
    }

    private static String subject(byte[] digest) {
        return "session:" + HexFormat.of().formatHex(digest);
    }
}
