package org.firewarden.ledger.fhir;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value of a FHIR date parameter (R4, search.html, 3.1.1.5.6): what is written with less precision stands for all of its span, in
 * UTC unless a zone is given.
 *
 * @param from the earliest instant that matches, or null
 * @param before the instant before which all matches lie, or null
 */
record InstantRange(@Nullable Instant from, @Nullable Instant before) {

    private static final Pattern VALUE = Pattern.compile("([a-z]{2})?([0-9]{4}[-0-9T:.Z+]*)");
    private static final Pattern FRACTION = Pattern.compile(".*\\.([0-9]+)(?:Z|[+-][0-9:]+)");

    /** Reads a value, or empty if it is none. */
    static Optional<InstantRange> parse(String text) {
        Matcher value = VALUE.matcher(text);
        if (!value.matches()) {
            return Optional.empty();
        }
        String prefix = value.group(1) == null ? "eq" : value.group(1).toLowerCase(Locale.ROOT);
        try {
            InstantRange span = span(value.group(2));
            return switch (prefix) {
                case "eq" -> Optional.of(span);
                case "ge" -> Optional.of(new InstantRange(span.from, null));
                case "gt", "sa" -> Optional.of(new InstantRange(span.before, null));
                case "le" -> Optional.of(new InstantRange(null, span.before));
                case "lt", "eb" -> Optional.of(new InstantRange(null, span.from));
                default -> Optional.empty();
            };
        } catch (DateTimeException e) {
            // Not a date, which is what the caller is told.
            return Optional.empty();
        }
    }

    private static InstantRange span(String text) {
        return switch (text.length()) {
            case 4 ->
                days(Year.parse(text).atDay(1), Year.parse(text).plusYears(1).atDay(1));
            case 7 ->
                days(
                        YearMonth.parse(text).atDay(1),
                        YearMonth.parse(text).plusMonths(1).atDay(1));
            case 10 -> days(LocalDate.parse(text), LocalDate.parse(text).plusDays(1));
            default -> moment(text);
        };
    }

    private static InstantRange days(LocalDate first, LocalDate end) {
        return new InstantRange(
                first.atStartOfDay(ZoneOffset.UTC).toInstant(),
                end.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static InstantRange moment(String text) {
        Instant start = OffsetDateTime.parse(text).toInstant();
        Matcher fraction = FRACTION.matcher(text);
        boolean hasSeconds = text.replaceAll("(?:Z|[+-][0-9:]+)$", "")
                        .chars()
                        .filter(c -> c == ':')
                        .count()
                == 2;
        if (fraction.matches()) {
            int digits = Math.min(fraction.group(1).length(), 6);
            return new InstantRange(start, start.plus((long) Math.pow(10, 6 - digits), ChronoUnit.MICROS));
        }
        return new InstantRange(start, start.plus(1, hasSeconds ? ChronoUnit.SECONDS : ChronoUnit.MINUTES));
    }
}
