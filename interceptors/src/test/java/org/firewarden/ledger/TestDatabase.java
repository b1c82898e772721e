package org.firewarden.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One PostgreSQL for all tests of this module, with this module's tables. */
public final class TestDatabase {

    private static final EmbeddedPostgres POSTGRES = start();

    private TestDatabase() {}

    /** The database. */
    public static JdbcTemplate jdbc() {
        return new JdbcTemplate(dataSource());
    }

    static TransactionTemplate transaction() {
        return new TransactionTemplate(new JdbcTransactionManager(dataSource()));
    }

    private static DataSource dataSource() {
        return POSTGRES.getPostgresDatabase();
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.start();
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .schemas("firewarden")
                    .locations("classpath:org/firewarden/db")
                    .load()
                    .migrate();
            return postgres;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
