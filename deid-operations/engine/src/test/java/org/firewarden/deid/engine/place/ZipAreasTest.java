package org.firewarden.deid.engine.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ZipAreasTest {

    private final ZipAreas areas = new ZipAreas();

    @ParameterizedTest
    @CsvSource({"02139,021", "02139-1234,021", "021391234,021", "2139,021", "2139-1234,021", "21391234,021"})
    void aPopulousAreaKeepsItsThreeDigits(String zip, String expected) {
        assertThat(areas.generalize(zip)).isEqualTo(expected);
        assertThat(areas.generalize(" " + zip + " ")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"03601", "3601", "05901", "10201", "20201", "69201", "82190", "82190-0001", "89301"})
    void anAreaOfTwentyThousandOrFewerBecomesZeros(String zip) {
        assertThat(areas.generalize(zip)).isEqualTo("000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000", "09012", "34012", "96201"})
    void anAreaWithoutPopulationBecomesZeros(String zip) {
        assertThat(areas.generalize(zip)).isEqualTo("000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SW1A 1AA", "K1A 0B1", "021", "1", "021390", "02139-12", "02139 Main St", "-"})
    void whatIsNoZipCodeNeverShowsADigitOfIt(String text) {
        assertThat(areas.generalize(text)).isEqualTo("000");
    }

    @Test
    void theRestrictedAreasAreTheEighteenOfTheCensusOf2020AndThoseWithoutPopulation() {
        assertThat(IntStream.range(0, 1000)
                        .filter(i -> areas.generalize(String.format(Locale.ROOT, "%03d01", i))
                                .equals("000"))
                        .count())
                .isEqualTo(106 + 18);
    }
}
