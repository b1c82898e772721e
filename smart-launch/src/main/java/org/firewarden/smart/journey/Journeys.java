package org.firewarden.smart.journey;

import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.smart.approval.SecretValues;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The journeys under way, in the database, sealed: a few at a time for each browser, each for ten minutes. Their ids are unguessable,
 * and no good in another browser. On whatever node, one ends once.
 */
final class Journeys {

    /** In the session: what ties journeys to a browser, whatever id the session has by then. */
    private static final String BROWSER = "org.firewarden.smart.journey.browser";

    private static final int MAXIMUM = 8;
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final JdbcTemplate jdbc;
    private final KeyRing keys;
    private final JourneyJson json;
    private final SecretValues secrets;
    private final Clock clock;

    Journeys(JdbcTemplate jdbc, KeyRing keys, JourneyJson json, SecretValues secrets, Clock clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.json = json;
        this.secrets = secrets;
        this.clock = clock;
    }

    Journey begin(HttpSession session, AuthorizationRequest request) {
        Journey journey = Journey.begin(secrets.next(), request, clock.instant());
        byte[] digest = SecretValues.digest(journey.id());
        byte[] browser = SecretValues.digest(browser(session));
        jdbc.update(
                "INSERT INTO firewarden.smart_journey (digest, browser, sealed, begun) VALUES (?, ?, ?, ?)",
                digest,
                browser,
                seal(digest, journey),
                Timestamp.from(journey.begun()));
        jdbc.update(
                "DELETE FROM firewarden.smart_journey WHERE browser = ? AND digest NOT IN (SELECT digest FROM"
                        + " firewarden.smart_journey WHERE browser = ? ORDER BY begun DESC LIMIT ?)",
                browser,
                browser,
                MAXIMUM);
        return journey;
    }

    Optional<Journey> find(@Nullable HttpSession session, String id) {
        if (session == null || !(session.getAttribute(BROWSER) instanceof String browser)) {
            return Optional.empty();
        }
        byte[] digest = SecretValues.digest(id);
        return jdbc
                .query(
                        "SELECT sealed, begun FROM firewarden.smart_journey WHERE digest = ? AND browser = ? AND begun > ?",
                        (row, n) -> json.read(
                                id,
                                row.getTimestamp("begun").toInstant(),
                                new String(
                                        keys.open(KeyPurpose.SESSION, subject(digest), row.getBytes("sealed")),
                                        StandardCharsets.UTF_8)),
                        digest,
                        SecretValues.digest(browser),
                        Timestamp.from(oldest()))
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    void keep(HttpSession session, Journey journey) {
        byte[] digest = SecretValues.digest(journey.id());
        jdbc.update(
                "UPDATE firewarden.smart_journey SET sealed = ? WHERE digest = ? AND browser = ?",
                seal(digest, journey),
                digest,
                SecretValues.digest(browser(session)));
    }

    /** Ends it; true for the one who does so first, so that a form that is sent twice counts once. */
    boolean end(HttpSession session, Journey journey) {
        return jdbc.update(
                        "DELETE FROM firewarden.smart_journey WHERE digest = ? AND browser = ?",
                        SecretValues.digest(journey.id()),
                        SecretValues.digest(browser(session)))
                == 1;
    }

    /** Drops those that nobody goes on with. */
    void sweep() {
        jdbc.update("DELETE FROM firewarden.smart_journey WHERE begun <= ?", Timestamp.from(oldest()));
    }

    private Instant oldest() {
        return clock.instant().minus(LIFETIME);
    }

    private String browser(HttpSession session) {
        if (session.getAttribute(BROWSER) instanceof String known) {
            return known;
        }
        String fresh = secrets.next();
        session.setAttribute(BROWSER, fresh);
        return fresh;
    }

    private byte[] seal(byte[] digest, Journey journey) {
        return keys.seal(
                KeyPurpose.SESSION,
                subject(digest),
                json.write(journey).toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String subject(byte[] digest) {
        return "journey:" + HexFormat.of().formatHex(digest);
    }
}
