package org.firewarden.cds.upkeep;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The thread that does the upkeep while the server runs. */
@Component
final class UpkeepThread implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(UpkeepThread.class);

    private final List<Upkeep> works;
    private @Nullable ScheduledExecutorService thread;

    UpkeepThread(List<Upkeep> works) {
        this.works = List.copyOf(works);
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread daemon = new Thread(work, "cds-upkeep");
                daemon.setDaemon(true);
                return daemon;
            });
            // What fails is logged where it fails, so nobody looks at the future.
            ScheduledFuture<?> unused = started.scheduleWithFixedDelay(this::runAll, 1, 1, TimeUnit.MINUTES);
            thread = started;
        }
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void runAll() {
        for (Upkeep work : works) {
            try {
                work.run();
            } catch (RuntimeException e) {
                // The next minute tries again; nothing that a caller sees depends on it.
                LOG.warn("Upkeep of the CDS services failed: {}", e.getClass().getSimpleName());
            }
        }
    }
}
