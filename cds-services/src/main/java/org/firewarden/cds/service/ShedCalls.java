package org.firewarden.cds.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** Counts calls that were shed, and says once a minute how many: under load a line for each would be load as well. */
final class ShedCalls {

    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final Clock clock;
    private long count;
    private Instant next = Instant.MIN;

    ShedCalls(Clock clock) {
        this.clock = clock;
    }

    /** Adds some; how many there are by now, if it is time to tell. The first is told at once. */
    synchronized OptionalLong toTell(int more) {
        if (more == 0) {
            return OptionalLong.empty();
        }
        count += more;
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return OptionalLong.empty();
        }
        long told = count;
        count = 0;
        next = now.plus(PERIOD);
        return OptionalLong.of(told);
    }
}
