package org.firewarden.ledger.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.firewarden.ledger.LedgerFixture;
import org.firewarden.ledger.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever follows the ledger gets every event, whatever fails and whichever node reads. */
class LedgerFollowerIT {

    private static final int AT_ONCE = 3;

    private final LedgerFixture fixture = new LedgerFixture();
    private final FollowerTable table = new FollowerTable(fixture.jdbc);
    private final String name = "test " + UUID.randomUUID();
    private final List<Long> taken = new ArrayList<>();

    @BeforeEach
    void append() {
        for (int i = 0; i < 7; i++) {
            fixture.appender.append(
                    List.of(fixture.sealer.seal(LedgerFixture.entry("f" + i, Instant.now(), "follower-patient", 200))));
        }
        // Events of other tests lie before these.
        fixture.jdbc.update(
                "INSERT INTO firewarden.ledger_follower (name, next) VALUES (?, ?)", name, table.size() - 7);
    }

    private LedgerFollower follower(LedgerReader reader) {
        return new LedgerFollower(name, table, reader, Duration.ofSeconds(1), AT_ONCE, Clock.systemUTC());
    }

    private LedgerFollower collecting() {
        return follower((events, done) -> {
            events.forEach(event -> taken.add(event.seq()));
            done.run();
        });
    }

    private List<Long> all() {
        return LongStream.range(table.size() - 7, table.size()).boxed().toList();
    }

    @Test
    void eachEventComesOnceAndInOrder() {
        LedgerFollower follower = collecting();

        follower.look();
        follower.look();

        assertThat(taken).isEqualTo(all());
        assertThat(follower.status()).isEqualTo(new FollowerStatus(false, table.size(), 0, Duration.ZERO));
    }

    @Test
    void aNewFollowerBeginsWithTheFirstEvent() {
        assertThat(table.claim("test " + UUID.randomUUID(), UUID.randomUUID(), Duration.ofSeconds(1)))
                .contains(0L);
    }

    @Test
    void whatWasNotTakenComesAgainAfterARestart() {
        LedgerFollower failing = follower((events, done) -> {
            taken.add(events.get(0).seq());
            if (taken.size() == 2) {
                throw new IOException("away");
            }
            done.run();
        });

        failing.look();
        assertThat(failing.status().isFailing()).isTrue();
        assertThat(failing.status().waiting()).isEqualTo(4);
        failing.close();
        taken.clear();
        collecting().look();

        assertThat(taken).isEqualTo(all().subList(AT_ONCE, 7));
    }

    @Test
    void whileOneNodeReadsAnotherDoesNot() {
        LedgerFollower first = follower((events, done) -> {
            // Another node looks while this one is at it.
            collecting().look();
            done.run();
        });

        first.look();
        assertThat(taken).isEmpty();

        first.close();
        collecting().look();
        assertThat(taken).as("all was taken by the first").isEmpty();
        assertThat(table.next(name)).isEqualTo(table.size());
    }

    @Test
    void aNodeThatLostItsTurnDoesNotSayHowFarItIs() {
        LedgerFollower slow = follower((events, done) -> {
            fixture.jdbc.update(
                    "UPDATE firewarden.ledger_follower SET node = ? WHERE name = ?", UUID.randomUUID(), name);
            done.run();
        });
        long before = table.next(name);

        slow.look();

        assertThat(slow.status().isFailing()).isTrue();
        assertThat(table.next(name)).isEqualTo(before);
    }

    @Test
    void anEventThatIsMissingIsNotPassedOver() {
        LedgerFollower follower = collecting();
        List<Long> before = all().subList(0, 2 * AT_ONCE);

        TestDatabase.transaction().executeWithoutResult(status -> {
            fixture.jdbc.update(
                    "INSERT INTO firewarden.ledger_event (seq, id, recorded, outcome, leaf, content, interaction)"
                            + " SELECT seq + 2, gen_random_uuid(), recorded, outcome, leaf, content, interaction"
                            + " FROM firewarden.ledger_event ORDER BY seq DESC LIMIT 1");
            follower.look();
            status.setRollbackOnly();
        });

        assertThat(follower.status().isFailing()).isTrue();
        assertThat(taken).isEqualTo(before);
    }
}
