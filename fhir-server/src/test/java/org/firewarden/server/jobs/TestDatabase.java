package org.firewarden.server.jobs;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One PostgreSQL for the tests of this package, with all of the server's own tables. */
public final class TestDatabase {

    private static final EmbeddedPostgres POSTGRES = start();
    private static final DataSource DATA_SOURCE = POSTGRES.getPostgresDatabase();

    private TestDatabase() {}

    public static JdbcTemplate jdbc() {
        return new JdbcTemplate(DATA_SOURCE);
    }

    public static TransactionTemplate transaction() {
        return new TransactionTemplate(new JdbcTransactionManager(DATA_SOURCE));
    }

    /** For another process. */
    static String url() {
        return POSTGRES.getJdbcUrl("postgres", "postgres");
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.start();
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .schemas("firewarden")
                    .locations("classpath:org/firewarden/db")
                    .outOfOrder(true)
                    .load()
                    .migrate();
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
