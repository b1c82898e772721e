package org.firewarden.model.runtime;

import java.time.Duration;

/**
 * How models are run.
 *
 * @param concurrentRuns how many runs of one model go on at once; each takes one processor core
 * @param patience how long a run waits for its turn before it is refused
 */
public record RuntimeSettings(int concurrentRuns, Duration patience) {

    /** Refuses settings under which nothing could run. */
    public RuntimeSettings {
        if (concurrentRuns < 1 || patience.isNegative()) {
            throw new IllegalArgumentException("there must be room for at least one run");
        }
    }

    /** As many runs as there are cores, and at least two; a run waits for 200 ms. */
    public static RuntimeSettings standard() {
        return new RuntimeSettings(Math.max(2, Runtime.getRuntime().availableProcessors()), Duration.ofMillis(200));
    }
}
