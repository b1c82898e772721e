package org.firewarden.server.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import org.firewarden.crypto.PrivateFile;
import org.firewarden.phi.Phi;

/**
 * A real PostgreSQL as a child process, with its data under the data directory. It listens on loopback only, asks for a
 * password, and flushes to disk what it acknowledges. One that a killed server left behind is stopped first, so that its
 * data directory is free.
 */
final class EmbeddedDatabase implements AutoCloseable {

    private static final String ROLE = "postgres";
    private static final int PASSWORD_BYTES = 24;

    private final EmbeddedPostgres postgres;
    private final Phi<String> password;
    private final DataDirectoryLock lock;

    private EmbeddedDatabase(EmbeddedPostgres postgres, Phi<String> password, DataDirectoryLock lock) {
        this.postgres = postgres;
        this.password = password;
        this.lock = lock;
    }

    /**
     * Starts PostgreSQL with its data in {@code folder/data}, making it at the first start.
     *
     * @throws IllegalStateException if another server uses the same data
     */
    static EmbeddedDatabase start(Path folder, SecureRandom random) {
        Path data = folder.resolve("data");
        Path passwordFile = folder.resolve("password");
        try {
            DataDirectoryLock lock = DataDirectoryLock.take(folder);
            new LeftoverPostgres(data).stop(Duration.ofSeconds(60));
            if (!Files.exists(passwordFile)) {
                byte[] bytes = new byte[PASSWORD_BYTES];
                random.nextBytes(bytes);
                PrivateFile.create(passwordFile, HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII));
            }
            Phi<String> password = Phi.of(Files.readString(passwordFile).strip());
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setLocaleConfig("pwfile", passwordFile.toString())
                    .setConnectConfig("password", password.reveal())
                    .setDataDirectoryCustomizer(EmbeddedDatabase::demandPassword)
                    // The library switches flushing off, for tests; these come later on the command line and win.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("shared_buffers", "128MB")
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
            return new EmbeddedDatabase(postgres, password, lock);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL under " + folder + " does not start", e);
        }
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
    }

    String role() {
        return ROLE;
    }

    Phi<String> password() {
        return password;
    }

    /** Stops PostgreSQL and waits for it. */
    @Override
    public void close() throws IOException {
        postgres.close();
        lock.close();
    }

    private static void demandPassword(File data) {
        try {
            Files.writeString(data.toPath().resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
