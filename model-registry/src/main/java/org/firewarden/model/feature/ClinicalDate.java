package org.firewarden.model.feature;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A FHIR date, dateTime or instant (R4, 2.24.0.1): the day as it was written down, and the instant by which two of them are
 * ordered. A year or month alone stands for its first day, the oldest it can mean.
 *
 * @param hasTime whether the time of day was written down
 */
record ClinicalDate(LocalDate day, Instant order, boolean hasTime) implements Comparable<ClinicalDate> {

    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
    private static final Pattern YEAR = Pattern.compile("\\d{4}");

    /** Reads a primitive; empty if it is absent or malformed. */
    static Optional<ClinicalDate> of(JsonNode node) {
        if (!node.isTextual()) {
            return Optional.empty();
        }
        String text = node.textValue();
        try {
            if (DAY.matcher(text).matches()) {
                return Optional.of(startOf(LocalDate.parse(text)));
            } else if (MONTH.matcher(text).matches()) {
                return Optional.of(startOf(LocalDate.parse(text + "-01")));
            } else if (YEAR.matcher(text).matches()) {
                return Optional.of(startOf(LocalDate.parse(text + "-01-01")));
            }
            OffsetDateTime time = OffsetDateTime.parse(text);
            return Optional.of(new ClinicalDate(time.toLocalDate(), time.toInstant(), true));
        } catch (DateTimeException e) {
            // A date that is none dates nothing; the resource is then undated.
            return Optional.empty();
        }
    }

    /** When an Observation holds: its effective time, the end of its effective period, or when it was issued. */
    static Optional<ClinicalDate> ofObservation(JsonNode observation) {
        return of(observation.path("effectiveDateTime"))
                .or(() -> of(observation.path("effectiveInstant")))
                .or(() -> of(observation.path("effectivePeriod").path("end")))
                .or(() -> of(observation.path("effectivePeriod").path("start")))
                .or(() -> of(observation.path("issued")));
    }

    @Override
    public int compareTo(ClinicalDate other) {
        return Comparator.comparing(ClinicalDate::order)
                .thenComparing(ClinicalDate::day)
                .compare(this, other);
    }

    private static ClinicalDate startOf(LocalDate day) {
        return new ClinicalDate(day, day.atStartOfDay().toInstant(ZoneOffset.UTC), false);
    }
}
