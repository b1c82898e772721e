package org.firewarden.gate.decision;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A span of time. FHIR's end is inclusive; who reads a Period puts the first instant after it here.
 *
 * @param start the first instant, or null for always
 * @param end the first instant after it, or null for ever
 */
public record ConsentPeriod(
        @Nullable Instant start, @Nullable Instant end) {

    /** Always. */
    public static final ConsentPeriod ALWAYS = new ConsentPeriod(null, null);

    /** True if no instant is in it. */
    public boolean isEmpty() {
        return start != null && end != null && !start.isBefore(end);
    }

    /** True if an instant is in both. */
    public boolean overlaps(ConsentPeriod other) {
        boolean isBefore = end != null && other.start != null && !other.start.isBefore(end);
        boolean isAfter = other.end != null && start != null && !start.isBefore(other.end);
        return !isBefore && !isAfter;
    }

    boolean contains(Instant instant) {
        return (start == null || !instant.isBefore(start)) && (end == null || instant.isBefore(end));
    }
}
