package org.firewarden.cds.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.firewarden.cds.TestDatabase;
import org.firewarden.cds.client.JwtReplayGuard.Use;
import org.junit.jupiter.api.Test;

/** CDS Hooks 2.0.1, Trusting CDS Clients: a {@code jti} is taken once, by whichever node, and after a restart. */
class JdbcJwtReplayGuardIT {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final String id = UUID.randomUUID().toString();

    @Test
    void aTokenThatOneNodeTookIsReplayedAtAnother() {
        Instant expiry = NOW.plusSeconds(300);
        assertThat(node(NOW).record("ehr", id, expiry)).isEqualTo(Use.FIRST);
        assertThat(node(NOW).record("ehr", id, expiry)).isEqualTo(Use.REPLAYED);
        assertThat(node(NOW).record("other", id, expiry)).isEqualTo(Use.FIRST);
    }

    @Test
    void ofManyAtOnceOneIsFirst() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Use>> uses = callers.invokeAll(IntStream.range(0, 32)
                    .mapToObj(i -> (Callable<Use>) () -> node(NOW).record("ehr", id, NOW.plusSeconds(300)))
                    .toList());
            int first = 0;
            for (Future<Use> use : uses) {
                first += use.get() == Use.FIRST ? 1 : 0;
            }
            assertThat(first).isEqualTo(1);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void anExpiredTokenIsForgottenAndNoOther() {
        Instant expiry = NOW.plusSeconds(300);
        node(NOW).record("ehr", id, expiry);
        node(expiry.plus(Duration.ofMinutes(4))).run();
        assertThat(node(NOW).record("ehr", id, expiry)).isEqualTo(Use.REPLAYED);
        node(expiry.plus(Duration.ofMinutes(6))).run();
        assertThat(node(NOW).record("ehr", id, expiry)).isEqualTo(Use.FIRST);
    }

    private static JdbcJwtReplayGuard node(Instant now) {
        return new JdbcJwtReplayGuard(TestDatabase.dataSource(), Clock.fixed(now, ZoneOffset.UTC));
    }
}
