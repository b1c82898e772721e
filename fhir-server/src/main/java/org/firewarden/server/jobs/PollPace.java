package org.firewarden.server.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How often the status of one job is told, on this node: who asks more often than that is to wait (FHIR Bulk Data Access 2.0.0, Bulk
 * Data Status Request, 429 Too Many Requests). Counts within windows; remembers the jobs that were asked about last. Safe for many
 * threads.
 */
final class PollPace {

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int MOST_JOBS = 10_000;

    private final int most;
    private final Clock clock;
    private final Map<UUID, Window> windows = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Window> eldest) {
            return size() > MOST_JOBS;
        }
    };

    private record Window(Instant began, int polls) {}

    /** Lets a job be asked about so often in ten seconds. */
    PollPace(int most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    /** Counts a poll; false if it came too soon. */
    synchronized boolean admits(UUID job) {
        Instant now = clock.instant();
        Window window = windows.get(job);
        boolean isOver = window == null || !now.isBefore(window.began().plus(WINDOW));
        Window counted = window == null || isOver ? new Window(now, 1) : new Window(window.began(), window.polls() + 1);
        windows.put(job, counted);
        return counted.polls() <= most;
    }

    /** What a client that is refused is told to wait, in seconds. */
    static String retrySeconds() {
        return String.valueOf(WINDOW.toSeconds());
    }
}
