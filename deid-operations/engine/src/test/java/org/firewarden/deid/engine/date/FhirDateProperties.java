package org.firewarden.deid.engine.date;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class FhirDateProperties {

    @Property
    void twoDaysStayAsFarApartAsTheyWere(
            @ForAll @IntRange(min = 0, max = 60_000) int one,
            @ForAll @IntRange(min = 0, max = 60_000) int other,
            @ForAll @IntRange(min = -365, max = -1) int days) {
        LocalDate first = LocalDate.of(1880, 1, 1).plusDays(one);
        LocalDate second = LocalDate.of(1880, 1, 1).plusDays(other);
        assertThat(ChronoUnit.DAYS.between(moved(first, days), moved(second, days)))
                .isEqualTo(ChronoUnit.DAYS.between(first, second));
    }

    @Property
    void partialDatesKeepTheirPrecisionAndTheirOrder(
            @ForAll @IntRange(min = 0, max = 3000) int one,
            @ForAll @IntRange(min = 0, max = 3000) int other,
            @ForAll @IntRange(min = -365, max = -1) int days) {
        String first = LocalDate.of(1800, 1, 1).plusMonths(one).toString();
        String second = LocalDate.of(1800, 1, 1).plusMonths(other).toString();
        for (int length : new int[] {4, 7}) {
            String movedFirst = moved(first.substring(0, length), days);
            String movedSecond = moved(second.substring(0, length), days);
            assertThat(movedFirst).hasSize(length);
            int before = first.substring(0, length).compareTo(second.substring(0, length));
            if (before <= 0) {
                assertThat(movedFirst).isLessThanOrEqualTo(movedSecond);
            }
        }
    }

    @Test
    void whatIsNoDateIsNone() {
        for (String text :
                new String[] {"", "20", "2020-13", "2021-02-29", "2020-1-1", "2020-01-01 10:00", "May 2020"}) {
            assertThat(FhirDate.of(text)).as(text).isEmpty();
        }
        assertThat(moved("2020-03-01T00:00:00.5+14:00", -1)).isEqualTo("2020-02-29T00:00:00.5+14:00");
    }

    private static LocalDate moved(LocalDate date, int days) {
        return LocalDate.parse(moved(date.toString(), days));
    }

    private static String moved(String date, int days) {
        return FhirDate.of(date).orElseThrow().plusDays(days).toString();
    }
}
