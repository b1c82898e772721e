package org.firewarden.gate.relationship;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Fills {@link RelationshipTables} from resources that were stored before there were such tables. Done once, before the port
 * opens, by one node at a time; a run that was interrupted is done again from the start, which changes nothing twice.
 */
public final class RelationshipBackfill {

    /** The resource types that say something of care or of cohorts. */
    static final List<String> TYPES = List.of(
            "Organization",
            "PractitionerRole",
            "CareTeam",
            "Patient",
            "Encounter",
            "ResearchStudy",
            "Group",
            "ResearchSubject");

    private static final Logger LOG = LoggerFactory.getLogger(RelationshipBackfill.class);

    /** Names the lock to PostgreSQL. */
    private static final long LOCK = 0x6361_7265_6669_6c6cL;

    private final RelationshipTables tables;
    private final StoredResources stored;
    private final JdbcTemplate jdbc;
    private final Clock clock;

    /** Reads from there into these tables. */
    public RelationshipBackfill(RelationshipTables tables, StoredResources stored, JdbcTemplate jdbc, Clock clock) {
        this.tables = tables;
        this.stored = stored;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Fills the tables unless that has been done. */
    public void runOnce() {
        if (isDone()) {
            return;
        }
        DataSource database = Objects.requireNonNull(jdbc.getDataSource());
        try (Connection lock = database.getConnection();
                Statement statement = lock.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
            try {
                if (!isDone()) {
                    fill();
                }
            } finally {
                statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the care relationships could not be filled", e);
        }
    }

    private void fill() {
        long[] count = new long[1];
        for (String type : TYPES) {
            stored.forEach(type, resource -> {
                tables.put(resource);
                count[0]++;
            });
        }
        jdbc.update("INSERT INTO firewarden.care_backfill (completed_at) VALUES (?)", Timestamp.from(clock.instant()));
        LOG.info("Read the care relationships of {} stored resources", count[0]);
    }

    private boolean isDone() {
        return Boolean.TRUE.equals(
                jdbc.queryForObject("SELECT EXISTS (SELECT FROM firewarden.care_backfill)", Boolean.class));
    }
}
