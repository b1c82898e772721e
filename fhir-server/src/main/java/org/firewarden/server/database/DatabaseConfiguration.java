package org.firewarden.server.database;

import ca.uhn.fhir.jpa.migrate.DriverTypeEnum;
import ca.uhn.fhir.jpa.migrate.HapiMigrator;
import ca.uhn.fhir.jpa.migrate.SchemaMigrator;
import ca.uhn.fhir.jpa.migrate.tasks.HapiFhirJpaMigrationTasks;
import ca.uhn.fhir.util.VersionEnum;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;
import javax.sql.DataSource;
import org.firewarden.crypto.KeyRing;
import org.firewarden.server.settings.DatabaseSettings;
import org.firewarden.server.settings.ServerSettings;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The database and its schema: HAPI's tables by HAPI's own migrator, ours by Flyway in schema {@code firewarden}. */
@Configuration(proxyBeanMethods = false)
public class DatabaseConfiguration {

    /** Runs before each bean that uses the database: nothing gets the data source before its tables are there. */
    @Bean
    DataSource dataSource(DatabaseServer server, DatabaseSettings settings) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("firewarden");
        pool.setMaximumPoolSize(settings.maximumConnections());
        server.configure(pool);
        migrateHapi(pool);
        migrateFirewarden(pool);
        return pool;
    }

    /** The keys are opened first: without them no database is made that nothing could be sealed for. */
    @Bean
    DatabaseServer databaseServer(
            DatabaseSettings settings, ServerSettings server, SecureRandom random, KeyRing keysAreThere) {
        return settings.url() == null
                ? new DatabaseServer(
                        settings, EmbeddedDatabase.start(server.dataDirectory().resolve("postgresql"), random))
                : new DatabaseServer(settings, null);
    }

    @Bean
    JdbcTemplate jdbcTemplate(DataSource dataSource) {
        return new JdbcTemplate(dataSource);
    }

    private static void migrateHapi(DataSource dataSource) {
        HapiMigrator migrator =
                new HapiMigrator(SchemaMigrator.HAPI_FHIR_MIGRATION_TABLENAME, dataSource, DriverTypeEnum.POSTGRES_9_4);
        migrator.createMigrationTableIfRequired();
        migrator.addTasks(new HapiFhirJpaMigrationTasks(Set.of()).getAllTasks(VersionEnum.values()));
        migrator.migrate();
    }

    private static void migrateFirewarden(DataSource dataSource) {
        Flyway.configure()
                .dataSource(dataSource)
                .schemas("firewarden")
                .locations("classpath:org/firewarden/db")
                // Each module numbers its own migrations: 1.x interceptors, 2.x model-registry, 3.x cds-services.
                .outOfOrder(true)
                .load()
                .migrate();
    }

    /** The PostgreSQL that is connected to; ends the embedded one after the pool is closed. */
    static final class DatabaseServer implements AutoCloseable {

        private final DatabaseSettings settings;
        private final @Nullable EmbeddedDatabase embedded;

        DatabaseServer(DatabaseSettings settings, @Nullable EmbeddedDatabase embedded) {
            this.settings = settings;
            this.embedded = embedded;
        }

        void configure(HikariDataSource pool) {
            if (embedded != null) {
                pool.setJdbcUrl(embedded.jdbcUrl());
                pool.setUsername(embedded.role());
                pool.setPassword(embedded.password().reveal());
            } else {
                pool.setJdbcUrl(settings.url());
                pool.setUsername(settings.username());
                pool.setPassword(firstLine(settings.passwordFile()));
            }
        }

        @Override
        public void close() throws IOException {
            if (embedded != null) {
                embedded.close();
            }
        }

        private static String firstLine(@Nullable Path file) {
            if (file == null) {
                throw new IllegalStateException("firewarden.database.password-file is not set");
            }
            try {
                return Files.readString(file).lines().findFirst().orElse("").strip();
            } catch (IOException e) {
                throw new UncheckedIOException("firewarden.database.password-file cannot be read", e);
            }
        }
    }
}
