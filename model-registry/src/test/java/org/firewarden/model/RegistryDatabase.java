package org.firewarden.model;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import javax.sql.DataSource;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;

/** One embedded PostgreSQL with this module's migrations, shared by its integration tests. */
public final class RegistryDatabase {

    private static final DataSource SOURCE = start();
    private static final KeyRing KEYS = ring();

    private RegistryDatabase() {}

    /** Access to the database, without any version in it. */
    public static JdbcTemplate emptied() {
        JdbcTemplate jdbc = new JdbcTemplate(SOURCE);
        jdbc.update("DELETE FROM firewarden.model_version");
        return jdbc;
    }

    /** The same without emptying it. */
    public static JdbcTemplate jdbc() {
        return new JdbcTemplate(SOURCE);
    }

    /** The database itself. */
    public static DataSource source() {
        return SOURCE;
    }

    /** Keys for the tests of this module, in a folder that goes with the build. */
    public static KeyRing keys() {
        return KEYS;
    }

    private static KeyRing ring() {
        Path folder = Path.of("target", "test-keys-" + ProcessHandle.current().pid());
        return KeyRing.open(KeyRingSettings.createdIn(folder), new SecureRandom(), Clock.systemUTC());
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
