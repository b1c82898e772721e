package org.firewarden.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Too many polls are refused, of that job and until the window is over. */
class PollPaceTest {

    private Instant now = Instant.parse("2026-03-01T00:00:00Z");

    private final Clock clock = new Clock() {
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
    };

    @Test
    void whoPollsTooOftenWaits() {
        PollPace pace = new PollPace(3, clock);
        UUID job = UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
            assertThat(pace.admits(job)).isTrue();
        }
        assertThat(pace.admits(job)).isFalse();
        assertThat(pace.admits(UUID.randomUUID())).isTrue();

        now = now.plusMillis(9_999);
        assertThat(pace.admits(job)).isFalse();
        now = now.plusMillis(1);
        assertThat(pace.admits(job)).isTrue();
    }
}
