package org.firewarden.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that outlived a server which was killed: it still holds its data directory. It is known by the process id in
 * {@code postmaster.pid} and by its command, and told to end, upon which it writes out what it has and lets the data go.
 */
final class LeftoverPostgres {

    private static final Logger LOG = LoggerFactory.getLogger(LeftoverPostgres.class);

    private final Path data;

    LeftoverPostgres(Path data) {
        this.data = data;
    }

    /**
     * Stops it, if there is one.
     *
     * @throws IllegalStateException if it does not end within the time, because another server still uses it
     */
    void stop(Duration patience) throws IOException {
        Optional<ProcessHandle> process = find();
        if (process.isEmpty()) {
            return;
        }
        ProcessHandle postgres = process.get();
        LOG.info("Stopping the PostgreSQL that an earlier server left behind (process {})", postgres.pid());
        postgres.destroy();
        try {
            postgres.onExit().get(patience.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(
                    "a PostgreSQL with process id " + postgres.pid() + " uses " + data
                            + " and does not end; is another server running on this data?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a PostgreSQL was ending", e);
        }
    }

    private Optional<ProcessHandle> find() throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.get(0).strip().matches("\\d{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(this::isPostgresOfThisData);
    }

    /** A process id may have been given to another process since; the command line tells. */
    private boolean isPostgresOfThisData(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        boolean isPostgres = info.command().map(c -> c.contains("postgres")).orElse(false);
        return isPostgres
                && info.arguments()
                        .map(arguments -> List.of(arguments).contains(data.toString()))
                        .orElse(false);
    }
}
