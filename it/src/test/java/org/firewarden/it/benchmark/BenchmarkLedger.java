package org.firewarden.it.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.ledger.LedgerConfiguration;
import org.firewarden.ledger.checkpoint.LedgerSettings;
import org.firewarden.ledger.retention.RetentionSettings;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** The ledger alone on an embedded PostgreSQL, which flushes unless it is to be filled fast and only read then. */
final class BenchmarkLedger implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final HikariDataSource pool = new HikariDataSource();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    /** One that flushes. */
    BenchmarkLedger() throws IOException {
        this(true);
    }

    BenchmarkLedger(boolean isDurable) throws IOException {
        String durable = isDurable ? "on" : "off";
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "ledger-benchmark");
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", durable)
                .setServerConfig("synchronous_commit", durable)
                .setServerConfig("full_page_writes", durable)
                .setServerConfig("shared_buffers", "128MB")
                .setServerConfig("max_wal_size", isDurable ? "1GB" : "16GB")
                .setServerConfig("wal_level", "replica")
                .setServerConfig("maintenance_work_mem", isDurable ? "64MB" : "1GB")
                .start();
        pool.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
        pool.setMaximumPoolSize(20);
        Flyway.configure()
                .dataSource(pool)
                .schemas("firewarden")
                .locations("classpath:org/firewarden/db")
                .outOfOrder(true)
                .load()
                .migrate();
        context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(pool));
        context.registerBean(SecureRandom.class, () -> new SecureRandom());
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(
                KeyRing.class,
                () -> KeyRing.open(KeyRingSettings.createdIn(folder), new SecureRandom(), Clock.systemUTC()));
        context.registerBean(LedgerSettings.class, () -> LedgerSettings.in(folder));
        context.registerBean(RetentionSettings.class, () -> new RetentionSettings(null));
        context.register(LedgerConfiguration.class);
        context.refresh();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() throws IOException {
        context.close();
        pool.close();
        postgres.close();
    }
}
