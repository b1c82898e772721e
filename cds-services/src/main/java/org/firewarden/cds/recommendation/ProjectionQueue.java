package org.firewarden.cds.recommendation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The recommendations that were shown and do not stand in FHIR yet, table {@code firewarden.recommendation_projection}. Who
 * projects them locks a few, writes their resources and takes them off the queue, all in one transaction: each is projected
 * exactly once, by whichever node, however often one of them stops.
 */
@Component
public final class ProjectionQueue {

    private static final String LOCK = """
            SELECT card_uuid, attempts FROM firewarden.recommendation_projection WHERE due_at <= ?
            ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED
            """;
    private static final String REMOVE = "DELETE FROM firewarden.recommendation_projection WHERE card_uuid = ANY (?)";
    private static final String POSTPONE = """
            UPDATE firewarden.recommendation_projection SET attempts = attempts + 1, due_at = ? WHERE card_uuid = ?
            """;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final int MOST_DOUBLINGS = 10;

    private final JdbcTemplate database;
    private final Clock clock;

    ProjectionQueue(DataSource database, Clock clock) {
        this.database = new JdbcTemplate(database);
        this.clock = clock;
    }

    /**
     * A recommendation that waits.
     *
     * @param card its name
     * @param attempts how often its projection failed
     */
    public record Waiting(UUID card, int attempts) {}

    /** Locks recommendations that are due, until the transaction in progress ends; those that others hold are left out. */
    public List<Waiting> lock(int most) {
        return database.query(
                LOCK,
                (row, number) -> new Waiting(row.getObject("card_uuid", UUID.class), row.getInt("attempts")),
                clock.instant().atOffset(ZoneOffset.UTC),
                most);
    }

    /** Takes recommendations off the queue, in the transaction in progress. */
    public void remove(Collection<UUID> cards) {
        UUID[] names = cards.toArray(UUID[]::new);
        database.update(
                REMOVE,
                statement -> statement.setArray(1, statement.getConnection().createArrayOf("uuid", names)));
    }

    /** Tries one again later: after a second at first, after ten minutes at last. */
    public void postpone(Waiting failed) {
        Duration wait = Duration.ofSeconds(1L << Math.min(failed.attempts(), MOST_DOUBLINGS));
        Instant due = clock.instant().plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
        database.update(POSTPONE, due.atOffset(ZoneOffset.UTC), failed.card());
    }
}
