package org.firewarden.model.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitConversionTest {

    private final UnitConversion units = new UnitConversion();

    @Test
    void massConcentrationsConvert() {
        assertThat(units.convert(2, "g/L", "mg/dL")).hasValue(200);
    }

    @Test
    void molesAndGramsConvertOnlyForANamedSubstance() {
        assertThat(units.convert(5.172, "mmol/L", "mg/dL")).isEmpty();
        assertThat(units.convert(5.172, "mmol/L", "mg/dL", Substance.CHOLESTEROL)
                        .orElseThrow())
                .isBetween(199.9999, 200.0001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mgdl", "Cel", "mg/dL mg/dL", "m2147483647", "99999999999999999", "€"})
    void whatIsNoFittingUnitDoesNotConvert(String unit) {
        assertThat(units.convert(1, unit, "mg/dL")).isEmpty();
    }

    /** The library alone takes most of a minute for the first of these. */
    @ParameterizedTest
    @ValueSource(strings = {"10*999/10*997", "10^999/10^997", "10*99.10*99.10*99.10*9", "10*-999"})
    void unitsThatCostMinutesAreRefusedAtOnce(String unit) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(units.convert(1, unit, "1")).isEmpty();
            assertThat(units.isUnit(unit)).isFalse();
        });
    }

    @Test
    void countsPerVolumeAreUnits() {
        assertThat(units.isUnit("10*9/L")).isTrue();
        assertThat(units.isUnit("mL/min/{1.73_m2}")).isTrue();
    }
}
