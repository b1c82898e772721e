package org.firewarden.ledger.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import org.firewarden.control.Control;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Control("164.316(b)(2)")
class RetentionSettingsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2032-02-29T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @ValueSource(strings = {"P5Y", "P71M", "P5Y11M30D", "P0D", "P-7Y", "P6Y-1D", "P2000D"})
    void lessThanSixYearsIsRefused(String period) {
        assertThatThrownBy(() -> new RetentionSettings(Period.parse(period)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("firewarden.ledger-retention.keep");
    }

    @Test
    void theLimitIsThePeriodBeforeNow() {
        assertThat(new RetentionSettings(null).limit(CLOCK)).isEqualTo("2026-02-28T12:00:00Z");
        assertThat(new RetentionSettings(Period.ofMonths(72)).limit(CLOCK)).isEqualTo("2026-02-28T12:00:00Z");
        assertThat(new RetentionSettings(Period.ofYears(10)).limit(CLOCK)).isEqualTo("2022-02-28T12:00:00Z");
    }
}
