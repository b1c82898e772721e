package org.firewarden.smart.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RememberedReplaysTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final RememberedReplays replays = new RememberedReplays(Clock.fixed(NOW, ZoneOffset.UTC), 2);

    @Test
    void aSecondUseIsToldFromTheFirst() {
        assertThat(replays.isFirstUse("a", "1", NOW.plusSeconds(60))).isTrue();
        assertThat(replays.isFirstUse("a", "1", NOW.plusSeconds(60))).isFalse();
        assertThat(replays.isFirstUse("b", "1", NOW.plusSeconds(60))).isTrue();
    }

    @Test
    void whenFullItRefusesInsteadOfForgetting() {
        replays.isFirstUse("a", "1", NOW.plusSeconds(60));
        replays.isFirstUse("a", "2", NOW.plusSeconds(60));

        assertThat(replays.isFirstUse("a", "3", NOW.plusSeconds(60))).isFalse();
        assertThat(replays.isFirstUse("a", "1", NOW.plusSeconds(60))).isFalse();
    }

    @Test
    void whatHasExpiredMakesRoom() {
        replays.isFirstUse("a", "1", NOW.minusSeconds(1));
        replays.isFirstUse("a", "2", NOW.plusSeconds(60));

        assertThat(replays.isFirstUse("a", "3", NOW.plusSeconds(60))).isTrue();
    }
}
