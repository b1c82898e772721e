package org.firewarden.model.monitoring;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that writes counters away and looks at limits. */
public final class UseClock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UseClock.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread clock = new Thread(work, "model-use");
        clock.setDaemon(true);
        return clock;
    });

    /** Does something again and again, so many seconds apart; a failure does not end it. */
    public void every(long seconds, Runnable work) {
        // It ends with the thread.
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        // The next turn tries again; until then nothing moves.
                        LOG.warn(
                                "Looking after the use of models failed: {}",
                                e.getClass().getName());
                    }
                },
                seconds,
                seconds,
                TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
