package org.firewarden.gate.standing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The span in which what was read of periods holds: from the instant for which it was read until one of them begins or ends.
 *
 * @param from the first instant
 * @param until the first instant after it, or null for ever
 */
record Holding(Instant from, @Nullable Instant until) {

    boolean isAt(Instant instant) {
        return !instant.isBefore(from) && (until == null || instant.isBefore(until));
    }
}
