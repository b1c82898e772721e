package org.firewarden.deid.engine.unit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnitsTest {

    private final Units units = new Units();

    @ParameterizedTest
    @ValueSource(
            strings = {"mg/dL", "mm[Hg]", "/min", "10*3/uL", "{score}", "kg/m2", "%", "mL/min/{1.73_m2}", "a", "ng/L"})
    void ucumCodesComeOut(String code) {
        assertThat(units.isCode(code)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{John Smith}", "mg{Smith}", "John", "1234567", "555-12-3456", "", "see note of 3 May"})
    void freeTextDoesNot(String text) {
        assertThat(units.isCode(text)).isFalse();
        assertThat(units.isPrinted(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"a,90", "years,90", "Years,90", "mo,1080", "wk,4692", "d,32850"})
    void ninetyYearsAreKnownInEachUnitOfTime(String unit, int amount) {
        assertThat(Units.ninetyYears(unit)).get().extracting(Number::intValue).isEqualTo(amount);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "S", "D", "mg", "H"})
    void anAmpereIsNoYear(String unit) {
        assertThat(Units.ninetyYears(unit)).isEmpty();
    }
}
