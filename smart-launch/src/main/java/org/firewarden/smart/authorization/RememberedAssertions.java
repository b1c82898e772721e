package org.firewarden.smart.authorization;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Replays remembered in this process, for a single node. It holds a bounded number of assertions that are still good; when it
 * is full, it refuses instead of forgetting one. Only verified assertions come here, so that a stranger cannot fill it.
 */
final class RememberedAssertions implements AssertionReplays {

    private record Use(String issuer, String id) {}

    private final Map<Use, Instant> uses = new HashMap<>();
    private final Clock clock;
    private final int capacity;

    RememberedAssertions(Clock clock, int capacity) {
        this.clock = clock;
        this.capacity = capacity;
    }

    @Override
    public synchronized boolean isFirstUse(String issuer, String id, Instant expires) {
        if (uses.size() >= capacity) {
            Instant now = clock.instant();
            uses.values().removeIf(until -> until.isBefore(now));
            if (uses.size() >= capacity) {
                return false;
            }
        }
        return uses.putIfAbsent(new Use(issuer, id), expires) == null;
    }
}
