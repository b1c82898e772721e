package org.firewarden.model.feature;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far back an observation still counts: some days, today included, or some hours.
 *
 * @param days a period of days, months or years, or null
 * @param hours a duration, or null
 */
public record Window(@Nullable Period days, @Nullable Duration hours) {

    private static final int MAXIMUM_HOURS = 72;

    /** Reads an ISO 8601 period or duration such as {@code P5Y} or {@code PT12H}; empty if it is none or has no length. */
    static Optional<Window> parse(String text) {
        try {
            if (text.startsWith("PT")) {
                Duration hours = Duration.parse(text);
                boolean isUsable =
                        !hours.isNegative() && !hours.isZero() && hours.compareTo(Duration.ofHours(MAXIMUM_HOURS)) <= 0;
                return isUsable ? Optional.of(new Window(null, hours)) : Optional.empty();
            }
            Period days = Period.parse(text);
            return days.isNegative() || days.isZero() ? Optional.empty() : Optional.of(new Window(days, null));
        } catch (DateTimeException e) {
            // The caller says what a window looks like.
            return Optional.empty();
        }
    }

    /** Whether what was observed then still counts. What lies in the future never does. */
    boolean contains(ClinicalDate date, Moment moment) {
        if (date.day().isAfter(moment.today())) {
            return false;
        }
        Instant now = moment.now();
        if (hours == null || now == null) {
            return !date.day().isBefore(hours == null ? earliest(moment.today()) : moment.today());
        }
        // What has a day only may be older than any number of hours.
        return date.hasTime()
                && date.order().isAfter(now.minus(hours))
                && !date.order().isAfter(now);
    }

    /** The first day that may hold something that counts. */
    LocalDate earliest(LocalDate today) {
        if (days != null) {
            return today.minus(days);
        }
        return today.minusDays(hours == null ? 0 : hours.toDays() + 1);
    }

    /** {@code 5 years}, {@code 1 year 6 months}, {@code 12 hours}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (days != null) {
            append(text, days.getYears(), "year");
            append(text, days.getMonths(), "month");
            append(text, days.getDays(), "day");
        }
        if (hours != null) {
            append(text, hours.toHours(), "hour");
            append(text, hours.toMinutesPart(), "minute");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, long count, String noun) {
        if (count > 0) {
            text.append(text.isEmpty() ? "" : " ")
                    .append(count)
                    .append(' ')
                    .append(noun)
                    .append(count == 1 ? "" : "s");
        }
    }
}
