package org.firewarden.ledger.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a pattern is an alert ({@code firewarden.alerts.*}).
 *
 * @param interval how often new events are looked at
 * @param refusals refused requests of one actor
 * @param vipRecord openings of records that bear a label
 * @param ownHousehold openings of records of the own household
 * @param nightReads patients of whom something was shown at night
 * @param labels security labels (v3-ActCode) of records that count for {@code vipRecord}
 * @param nightFrom when the night begins
 * @param nightTo when it ends
 * @param zone where; without one the server's own
 * @param nightExcept applications (client ids) whose work at night is known, such as an interface engine
 */
public record AlertSettings(
        Duration interval,
        Threshold refusals,
        Threshold vipRecord,
        Threshold ownHousehold,
        Threshold nightReads,
        Set<String> labels,
        LocalTime nightFrom,
        LocalTime nightTo,
        @Nullable ZoneId zone,
        @Nullable Set<String> nightExcept) {

    private static final Duration LONGEST = Duration.ofDays(31);

    /**
     * How often something may happen.
     *
     * @param count from which count on it is an alert
     * @param window within which time
     */
    public record Threshold(int count, Duration window) {

        /** Refuses counts and times that could never be reached, or would keep counts for years. */
        public Threshold {
            if (count < 1 || window.toMinutes() < 1 || window.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "firewarden.alerts: count must be at least 1, window from one minute to 31 days");
            }
        }
    }

    /** Copies the sets; a night has a length. */
    public AlertSettings {
        if (interval.toMillis() < 1 || nightFrom.equals(nightTo)) {
            throw new IllegalArgumentException(
                    "firewarden.alerts.interval must be longer than nothing, night-from and night-to must differ");
        }
        labels = Set.copyOf(labels);
        nightExcept = nightExcept == null ? Set.of() : Set.copyOf(nightExcept);
    }

    Threshold of(AlertPattern pattern) {
        return switch (pattern) {
            case REFUSALS -> refusals;
            case VIP_RECORD -> vipRecord;
            case OWN_HOUSEHOLD -> ownHousehold;
            case NIGHT_READS -> nightReads;
        };
    }

    boolean isNight(Instant instant) {
        LocalTime time =
                instant.atZone(zone == null ? ZoneId.systemDefault() : zone).toLocalTime();
        boolean isAfterBegin = !time.isBefore(nightFrom);
        boolean isBeforeEnd = time.isBefore(nightTo);
        return nightFrom.isBefore(nightTo) ? isAfterBegin && isBeforeEnd : isAfterBegin || isBeforeEnd;
    }

    boolean isKnownAtNight(@Nullable String client) {
        return client != null && nightExcept != null && nightExcept.contains(client);
    }
}
