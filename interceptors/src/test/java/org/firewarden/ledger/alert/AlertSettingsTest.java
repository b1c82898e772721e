package org.firewarden.ledger.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.firewarden.ledger.alert.AlertSettings.Threshold;
import org.junit.jupiter.api.Test;

class AlertSettingsTest {

    private static AlertSettings night(String from, String to) {
        Threshold threshold = new Threshold(1, Duration.ofHours(1));
        return new AlertSettings(
                Duration.ofSeconds(1),
                threshold,
                threshold,
                threshold,
                threshold,
                Set.of(),
                LocalTime.parse(from),
                LocalTime.parse(to),
                ZoneId.of("Europe/Berlin"),
                null);
    }

    @Test
    void aNightMayGoOverMidnight() {
        AlertSettings settings = night("22:00", "06:00");

        assertThat(settings.isNight(Instant.parse("2026-01-10T21:00:00Z"))).isTrue();
        assertThat(settings.isNight(Instant.parse("2026-01-10T20:59:59Z"))).isFalse();
        assertThat(settings.isNight(Instant.parse("2026-01-11T04:59:59Z"))).isTrue();
        assertThat(settings.isNight(Instant.parse("2026-01-11T05:00:00Z"))).isFalse();
    }

    @Test
    void aNightMayLieWithinADay() {
        AlertSettings settings = night("01:00", "05:00");

        assertThat(settings.isNight(Instant.parse("2026-01-10T00:00:00Z"))).isTrue();
        assertThat(settings.isNight(Instant.parse("2026-01-10T04:00:00Z"))).isFalse();
        assertThat(settings.isNight(Instant.parse("2026-01-10T23:59:59Z"))).isFalse();
    }

    @Test
    void aThresholdCanBeReached() {
        assertThatThrownBy(() -> new Threshold(0, Duration.ofHours(1))).hasMessageContaining("firewarden.alerts");
        assertThatThrownBy(() -> new Threshold(1, Duration.ofDays(32))).hasMessageContaining("firewarden.alerts");
        assertThatThrownBy(() -> night("22:00", "22:00")).hasMessageContaining("night-from");
    }
}
