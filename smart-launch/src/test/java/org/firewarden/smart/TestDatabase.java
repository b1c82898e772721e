package org.firewarden.smart;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;

/** A PostgreSQL with this module's tables, started once for all tests and stopped with the process. */
public final class TestDatabase {

    private static final DataSource MIGRATED = start();

    private TestDatabase() {}

    /** The database. */
    public static DataSource dataSource() {
        return MIGRATED;
    }

    /** The database, to be asked. */
    public static JdbcTemplate jdbc() {
        return new JdbcTemplate(MIGRATED);
    }

    private static DataSource start() {
        try {
            DataSource database = EmbeddedPostgres.start().getPostgresDatabase();
            Flyway.configure()
                    .dataSource(database)
                    .locations("classpath:org/firewarden/db")
                    .schemas("firewarden")
                    .load()
                    .migrate();
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
