package org.firewarden.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** One PostgreSQL for all tests of this module, with this module's tables. */
public final class TestDatabase {

    private static final EmbeddedPostgres POSTGRES = start();
    private static final DataSource DATA_SOURCE = POSTGRES.getPostgresDatabase();

    private TestDatabase() {}

    /** The database. */
    public static JdbcTemplate jdbc() {
        return new JdbcTemplate(DATA_SOURCE);
    }

    /** Its address, for another process. */
    public static String url() {
        return POSTGRES.getJdbcUrl("postgres", "postgres");
    }

    /** Transactions of their own, as the server's ledger has them. */
    public static TransactionTemplate transaction() {
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(DATA_SOURCE));
        transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return transactions;
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
