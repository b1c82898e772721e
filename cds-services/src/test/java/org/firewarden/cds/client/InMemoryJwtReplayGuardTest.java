package org.firewarden.cds.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class InMemoryJwtReplayGuardTest {

    private final Tick clock = new Tick();
    private final InMemoryJwtReplayGuard guard = new InMemoryJwtReplayGuard(clock, 2);

    @Test
    void anIdIsFirstOncePerIssuer() {
        assertThat(guard.record("a", "1", clock.in(300))).isEqualTo(JwtReplayGuard.Use.FIRST);
        assertThat(guard.record("a", "1", clock.in(300))).isEqualTo(JwtReplayGuard.Use.REPLAYED);
        assertThat(guard.record("b", "1", clock.in(300))).isEqualTo(JwtReplayGuard.Use.FIRST);
    }

    @Test
    void aFullGuardLetsNothingThroughUntilATokenExpires() {
        guard.record("a", "1", clock.in(10));
        guard.record("a", "2", clock.in(300));
        assertThat(guard.record("a", "3", clock.in(300))).isEqualTo(JwtReplayGuard.Use.UNDECIDED);
        assertThat(guard.record("a", "2", clock.in(300))).isEqualTo(JwtReplayGuard.Use.REPLAYED);
        assertThat(guard.record("b", "3", clock.in(300))).isEqualTo(JwtReplayGuard.Use.FIRST);
        clock.pass(10);
        assertThat(guard.record("a", "3", clock.in(300))).isEqualTo(JwtReplayGuard.Use.FIRST);
    }

    private static final class Tick extends Clock {

        private Instant now = Instant.parse("2026-11-21T12:00:00Z");

        Instant in(long seconds) {
            return now.plusSeconds(seconds);
        }

        void pass(long seconds) {
            now = in(seconds);
        }

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
