package org.firewarden.model.feature;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The time for which features are read.
 *
 * @param today the day from which ages and windows of days are counted
 * @param now the instant from which windows of hours are counted, or null if only the day is known: such a window then holds
 *     what was observed on that day
 */
public record Moment(LocalDate today, @Nullable Instant now) {

    /** A day of which the time is not known, as in a data set. */
    public static Moment day(LocalDate today) {
        return new Moment(today, null);
    }

    /** A day and time. */
    public static Moment at(ZonedDateTime now) {
        return new Moment(now.toLocalDate(), now.toInstant());
    }
}
