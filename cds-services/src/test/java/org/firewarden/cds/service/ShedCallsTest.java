package org.firewarden.cds.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ShedCallsTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-27T12:00:00Z"));
    private final ShedCalls calls = new ShedCalls(new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Objects.requireNonNull(now.get());
        }
    });

    @Test
    void theFirstIsToldAtOnceAndTheOthersOnceAMinute() {
        assertThat(calls.toTell(0)).isEmpty();
        assertThat(calls.toTell(1)).hasValue(1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(calls.toTell(2)).isEmpty();
        }
        now.updateAndGet(before -> before.plus(Duration.ofMinutes(1)));
        assertThat(calls.toTell(0)).as("nothing new").isEmpty();
        assertThat(calls.toTell(1)).hasValue(2_001);
        assertThat(calls.toTell(1)).isEmpty();
    }
}
