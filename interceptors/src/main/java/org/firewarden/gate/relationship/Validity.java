package org.firewarden.gate.relationship;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/**
 * From when until when something holds. The end of a FHIR Period lies within it (R4, datatypes, Period): one that ends on a
 * day holds until that day is over.
 *
 * @param start the first instant, or null for always
 * @param end the first instant after it, or null for ever
 */
record Validity(@Nullable Instant start, @Nullable Instant end) {

    /** Always. */
    static final Validity ALWAYS = new Validity(null, null);

    static Validity of(Period period) {
        Date start = period.getStart();
        return new Validity(
                start == null ? null : start.toInstant(), period.hasEnd() ? after(period.getEndElement()) : null);
    }

    /** When both hold. */
    Validity and(Validity other) {
        return new Validity(
                start == null || (other.start != null && other.start.isAfter(start)) ? other.start : start,
                end == null || (other.end != null && other.end.isBefore(end)) ? other.end : end);
    }

    private static @Nullable Instant after(DateTimeType end) {
        Date value = end.getValue();
        TemporalPrecisionEnum precision = end.getPrecision();
        if (value == null || precision == null) {
            return null;
        }
        ZoneId zone = end.getTimeZone() == null
                ? ZoneId.systemDefault()
                : end.getTimeZone().toZoneId();
        ZonedDateTime last = value.toInstant().atZone(zone);
        return switch (precision) {
            case YEAR -> last.plusYears(1).toInstant();
            case MONTH -> last.plusMonths(1).toInstant();
            case DAY -> last.plusDays(1).toInstant();
            case MINUTE -> last.plusMinutes(1).toInstant();
            case SECOND -> last.plusSeconds(1).toInstant();
            case MILLI -> last.plus(Duration.ofMillis(1)).toInstant();
        };
    }
}
