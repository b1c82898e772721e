package org.firewarden.model.runtime;

import java.time.Duration;

/**
 * How models are run.
 *
 * @param concurrentRuns how many runs of one model go on at once; each takes one processor core
 * @param patience how long a call waits for its turn before it is refused
 * @param maximumBatch how many rows of waiting calls run together at most
 * @param maximumQueue how many calls of one model may wait; more are refused at once
 * @param runLimit how long one run may take before it is stopped
 * @param provider on which hardware
 */
public record RuntimeSettings(
        int concurrentRuns,
        Duration patience,
        int maximumBatch,
        int maximumQueue,
        Duration runLimit,
        ExecutionProvider provider) {

    private static final int STANDARD_BATCH = 64;
    private static final int STANDARD_QUEUE = 512;

    /** Refuses settings under which nothing could run. */
    public RuntimeSettings {
        if (concurrentRuns < 1
                || patience.isNegative()
                || maximumBatch < 1
                || maximumQueue < 0
                || runLimit.isNegative()
                || runLimit.isZero()) {
            throw new IllegalArgumentException("there must be room for at least one run");
        }
    }

    /** On the processor, with the usual bounds. */
    public RuntimeSettings(int concurrentRuns, Duration patience) {
        this(concurrentRuns, patience, STANDARD_BATCH, STANDARD_QUEUE, Duration.ofSeconds(10), ExecutionProvider.AUTO);
    }

    /** As many runs as there are cores, and at least two; a call waits for 200 ms. */
    public static RuntimeSettings standard() {
        return new RuntimeSettings(Math.max(2, Runtime.getRuntime().availableProcessors()), Duration.ofMillis(200));
    }

    /** The same on other hardware. */
    public RuntimeSettings on(ExecutionProvider other) {
        return new RuntimeSettings(concurrentRuns, patience, maximumBatch, maximumQueue, runLimit, other);
    }
}
