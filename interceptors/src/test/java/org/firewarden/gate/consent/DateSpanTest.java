package org.firewarden.gate.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.firewarden.gate.decision.ConsentPeriod;
import org.hl7.fhir.r4.model.DateTimeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateSpanTest {

    @ParameterizedTest
    @CsvSource({
        "2024, 2024-01-01T00:00:00Z, 2025-01-01T00:00:00Z",
        "2024-02, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
        "2024-12, 2024-12-01T00:00:00Z, 2025-01-01T00:00:00Z",
        "2024-02-29, 2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
        "2024-02-29T10:11:12Z, 2024-02-29T10:11:12Z, 2024-02-29T10:11:13Z",
        "2024-02-29T10:11:12+05:30, 2024-02-29T04:41:12Z, 2024-02-29T04:41:13Z",
        "2024-02-29T10:11:12.25Z, 2024-02-29T10:11:12.25Z, 2024-02-29T10:11:12.26Z",
        "2024-02-29T10:11:12.001Z, 2024-02-29T10:11:12.001Z, 2024-02-29T10:11:12.002Z"
    })
    void aDateIsTheWholeOfWhatItNames(String date, Instant start, Instant end) {
        assertThat(DateSpan.of(new DateTimeType(date))).contains(new ConsentPeriod(start, end));
    }

    @Test
    void aDayThatDoesNotExistIsNoDate() {
        DateTimeType none = new DateTimeType();

        assertThat(DateSpan.of(none)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00-05:00..2026-01-31, 2026-01-01T05:00:00Z, 2026-02-01T05:00:00Z",
        "2026-01-01..2026-01-31T12:00:00+02:00, 2025-12-31T22:00:00Z, 2026-01-31T10:00:01Z",
        "2026-01-01..2026-01-31, 2026-01-01T00:00:00Z, 2026-02-01T00:00:00Z"
    })
    void aDayOfAPeriodHasTheOffsetOfTheOtherEdge(String period, Instant start, Instant end) {
        assertThat(DateSpan.of(ConsentDsl.period(period))).contains(new ConsentPeriod(start, end));
    }
}
