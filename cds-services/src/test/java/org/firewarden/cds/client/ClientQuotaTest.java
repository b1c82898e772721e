package org.firewarden.cds.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.firewarden.cds.settings.CdsSettings;
import org.junit.jupiter.api.Test;

class ClientQuotaTest {

    private final SettableClock clock = new SettableClock();
    private final SigningEhr ehr = new SigningEhr("ehr", clock);
    private final SigningEhr other = new SigningEhr("other", clock);
    private final ClientQuota quota = new ClientQuota(
            new CdsSettings(
                    URI.create("https://cds.example"),
                    List.of(ehr.settings().withCallsPerMinute(60), other.settings())),
            clock);

    @Test
    void whoCallsTooOftenWaitsForTheNextCallAndNobodyElseDoes() {
        for (int i = 0; i < 60; i++) {
            assertThat(quota.take("ehr")).isEmpty();
        }
        assertThat(quota.take("ehr"))
                .hasValueSatisfying(wait -> assertThat(wait).isBetween(Duration.ofMillis(900), Duration.ofSeconds(1)));
        assertThat(quota.take("other")).isEmpty();
        clock.now = clock.now.plusSeconds(1);
        assertThat(quota.take("ehr")).isEmpty();
        assertThat(quota.take("ehr")).isPresent();
    }

    @Test
    void whoIsSilentForLongMayNotCallMoreThanAMinutesWorth() {
        clock.now = clock.now.plus(Duration.ofDays(1));
        int calls = 0;
        while (quota.take("ehr").isEmpty()) {
            calls++;
        }
        assertThat(calls).isEqualTo(60);
    }

    private static final class SettableClock extends Clock {

        private Instant now = Instant.parse("2026-11-21T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
