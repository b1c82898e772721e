package org.firewarden.gate.consent;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.gate.decision.ConsentPeriod;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/**
 * The span of time that a FHIR date, dateTime, instant or Period stands for: a date without a day is its whole month, one
 * without a time its whole day, and so on (FHIR R4, datatypes, Period: the end includes any matching date or time). A date
 * has no offset; in a Period it has that of the other edge, else UTC.
 */
public final class DateSpan {

    private static final Pattern DATE = Pattern.compile("(\\d{4})(?:-(\\d{2})(?:-(\\d{2}))?)?"
            + "(?:T(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9})\\d*)?)?(Z|[+-]\\d{2}:\\d{2})?)?");

    private DateSpan() {}

    /** The span of a date; empty if it has no value or one that is no date. */
    public static Optional<ConsentPeriod> of(BaseDateTimeType date) {
        return of(date, ZoneOffset.UTC);
    }

    /** The span of a period, open where it has no edge; empty if an edge is no date. */
    public static Optional<ConsentPeriod> of(Period period) {
        ZoneOffset offset = offset(period.getStartElement());
        offset = offset == null ? offset(period.getEndElement()) : offset;
        ZoneOffset assumed = offset == null ? ZoneOffset.UTC : offset;
        Optional<ConsentPeriod> start =
                period.hasStart() ? of(period.getStartElement(), assumed) : Optional.of(ConsentPeriod.ALWAYS);
        Optional<ConsentPeriod> end =
                period.hasEnd() ? of(period.getEndElement(), assumed) : Optional.of(ConsentPeriod.ALWAYS);
        return start.flatMap(first -> end.map(last -> new ConsentPeriod(first.start(), last.end())));
    }

    private static Optional<ConsentPeriod> of(BaseDateTimeType date, ZoneOffset assumed) {
        Matcher parts = DATE.matcher(String.valueOf(date.getValueAsString()));
        try {
            return parts.matches() ? Optional.of(span(parts, assumed)) : Optional.empty();
        } catch (DateTimeException e) {
            // A day or an hour that does not exist; the caller says what that means.
            return Optional.empty();
        }
    }

    private static ConsentPeriod span(Matcher parts, ZoneOffset assumed) {
        LocalDate first = LocalDate.of(number(parts, 1, 0), number(parts, 2, 1), number(parts, 3, 1));
        ZoneOffset offset = parts.group(8) == null ? assumed : ZoneOffset.of(parts.group(8));
        if (parts.group(4) == null) {
            LocalDate next = parts.group(2) == null
                    ? first.plusYears(1)
                    : parts.group(3) == null ? first.plusMonths(1) : first.plusDays(1);
            return new ConsentPeriod(startOf(first, offset), startOf(next, offset));
        }
        String fraction = parts.group(7) == null ? "" : parts.group(7);
        LocalTime time = LocalTime.of(
                number(parts, 4, 0),
                number(parts, 5, 0),
                number(parts, 6, 0),
                fraction.isEmpty() ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9)));
        Instant start = first.atTime(time).toInstant(offset);
        return new ConsentPeriod(start, start.plus(parts.group(6) == null ? Duration.ofMinutes(1) : unit(fraction)));
    }

    private static Duration unit(String fraction) {
        return Duration.ofNanos((long) Math.pow(10, 9 - fraction.length()));
    }

    private static Instant startOf(LocalDate day, ZoneOffset offset) {
        return day.atStartOfDay().toInstant(offset);
    }

    private static int number(Matcher parts, int group, int otherwise) {
        String digits = parts.group(group);
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    private static @Nullable ZoneOffset offset(BaseDateTimeType date) {
        Matcher parts = DATE.matcher(String.valueOf(date.getValueAsString()));
        try {
            return parts.matches() && parts.group(8) != null ? ZoneOffset.of(parts.group(8)) : null;
        } catch (DateTimeException e) {
            // An offset that does not exist is reported when the date itself is read.
            return null;
        }
    }
}
