package org.firewarden.model.monitoring;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
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

    private final List<Runnable> all = new CopyOnWriteArrayList<>();

    /** Does something again and again, so many seconds apart; a failure does not end it. */
    public void every(long seconds, Runnable work) {
        // It ends with the thread.
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(() -> attempt(work), seconds, seconds, TimeUnit.SECONDS);
        all.add(work);
    }

    /** Does all of it now, in the order in which it was given, and waits for it. */
    public void turn() {
        CompletableFuture.runAsync(() -> all.forEach(UseClock::attempt), thread).join();
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            // The next turn tries again; until then nothing moves.
            LOG.warn("Looking after the use of models failed: {}", e.getClass().getName());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
