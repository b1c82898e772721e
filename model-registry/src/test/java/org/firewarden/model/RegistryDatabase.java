package org.firewarden.model;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;

/** One embedded PostgreSQL with this module's migrations, shared by its integration tests. */
public final class RegistryDatabase {

    private static final DataSource SOURCE = start();

    private RegistryDatabase() {}

    /** Access to the database, without any version in it. */
    public static JdbcTemplate emptied() {
        JdbcTemplate jdbc = new JdbcTemplate(SOURCE);
        jdbc.update("DELETE FROM firewarden.model_version");
        return jdbc;
    }

    private static DataSource start() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(postgres)));
            DataSource source = postgres.getPostgresDatabase();
            Flyway.configure()
                    .dataSource(source)
                    .schemas("firewarden")
                    .locations("classpath:org/firewarden/db")
                    .load()
                    .migrate();
            return source;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(EmbeddedPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
