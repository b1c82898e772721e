package org.firewarden.ledger.retention;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * How long the content of the ledger is kept ({@code firewarden.ledger-retention.*}).
 *
 * @param keep from when an event was written; six years at the least (45 CFR 164.316(b)(2)(i)), and without it six years
 */
public record RetentionSettings(@Nullable Period keep) {

    /** The least that the law lets a policy ask for. */
    static final Period LEAST = Period.ofYears(6);

    /** Periods are compared by what they make of a day; six years from this one are as long as six years get. */
    private static final LocalDate ANY_DAY = LocalDate.of(2000, 1, 1);

    /** Refuses to keep for less than six years. */
    public RetentionSettings {
        keep = keep == null ? LEAST : keep;
        if (ANY_DAY.plus(keep).isBefore(ANY_DAY.plus(LEAST))) {
            throw new IllegalArgumentException("firewarden.ledger-retention.keep must be at least 6y");
        }
    }

    /** What was sealed before this instant, and not at it, has been kept long enough now. */
    Instant limit(Clock clock) {
        return clock.instant().atZone(ZoneOffset.UTC).minus(period()).toInstant();
    }

    /** The period, which is never absent once it is settled. */
    Period period() {
        return keep == null ? LEAST : keep;
    }
}
