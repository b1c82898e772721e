package org.firewarden.smart.authorization;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Drops expired rows each ten minutes. Rows that stay a while longer are refused by their date, so a failure costs room only. */
final class Housekeeping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    private final List<Runnable> sweeps;
    private final ScheduledExecutorService timer;

    Housekeeping(List<Runnable> sweeps) {
        this.sweeps = List.copyOf(sweeps);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "smart-housekeeping");
            thread.setDaemon(true);
            return thread;
        });
        // sweep() lets nothing through that would end the rounds.
        var unused =
                timer.scheduleWithFixedDelay(this::sweep, INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
    }

    void sweep() {
        for (Runnable sweep : sweeps) {
            try {
                sweep.run();
            } catch (DataAccessException e) {
                // The next round tries again; the message could quote values, so only its kind is told.
                LOG.warn(
                        "Expired sign-in data could not be dropped: {}",
                        e.getClass().getSimpleName());
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
