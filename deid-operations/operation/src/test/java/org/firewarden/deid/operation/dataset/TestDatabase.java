package org.firewarden.deid.operation.dataset;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One PostgreSQL for the tests of this module, with this module's tables. */
public final class TestDatabase {

    private static final DataSource DATA_SOURCE = start();

    private TestDatabase() {}

    /** The database. */
    public static JdbcTemplate jdbc() {
        return new JdbcTemplate(DATA_SOURCE);
    }

    /** Its transactions. */
    public static TransactionTemplate transaction() {
        return new TransactionTemplate(new JdbcTransactionManager(DATA_SOURCE));
    }

    private static DataSource start() {
        try {
            DataSource database = EmbeddedPostgres.start().getPostgresDatabase();
            Flyway.configure()
                    .dataSource(database)
                    .schemas("firewarden")
                    .locations("classpath:org/firewarden/db")
                    .outOfOrder(true)
                    .load()
                    .migrate();
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
