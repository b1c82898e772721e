package org.firewarden.smart.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Uses remembered in this process, for the possession proofs of single requests, which are good for a minute and for one address. It
 * holds a bounded number; when it is full, it refuses instead of forgetting one. Only verified proofs come here, so that a stranger
 * cannot fill it.
 */
public final class RememberedReplays implements Replays {

    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(10);

    private record Use(String issuer, String id) {}

    private final Map<Use, Instant> uses = new HashMap<>();
    private final Clock clock;
    private final int capacity;
    private Instant lastSweep;

    /** At most so many. */
    public RememberedReplays(Clock clock, int capacity) {
        this.clock = clock;
        this.capacity = capacity;
        this.lastSweep = clock.instant();
    }

    @Override
    public synchronized boolean isFirstUse(String issuer, String id, Instant expires) {
        Instant now = clock.instant();
        if (uses.size() >= capacity || lastSweep.plus(BETWEEN_SWEEPS).isBefore(now)) {
            uses.values().removeIf(until -> until.isBefore(now));
            lastSweep = now;
        }
        return uses.size() < capacity && uses.putIfAbsent(new Use(issuer, id), expires) == null;
    }
}
