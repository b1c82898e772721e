package org.firewarden.ledger.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditUnavailableException;
import org.firewarden.ledger.LedgerFixture;
import org.firewarden.ledger.TestDatabase;
import org.firewarden.ledger.note.Checkpoint;
import org.firewarden.ledger.note.LogKeys;
import org.firewarden.ledger.note.SignedNote;
import org.firewarden.ledger.tree.TreeHash;
import org.junit.jupiter.api.Test;

class SigningKeyRotationIT {

    private static final Duration LIFETIME = Duration.ofDays(365);
    private static final Duration OVERLAP = Duration.ofDays(30);

    private final LedgerFixture fixture = new LedgerFixture();
    private final Time time = new Time();
    private final LedgerSigner signer = node();

    /** A clock that goes by when the test says so. */
    private static final class Time extends Clock {

        /** PostgreSQL keeps microseconds. */
        private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

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

    private LedgerSigner node() {
        return LedgerSigner.open(
                fixture.jdbc,
                TestDatabase.transaction(),
                LedgerFixture.keyRing(),
                new SecureRandom(),
                time,
                OVERLAP,
                null);
    }

    private SignedNote signed(LedgerSigner node) {
        return node.sign(checkpoint(node));
    }

    private static Checkpoint checkpoint(LedgerSigner node) {
        return new Checkpoint(node.origin(), 7, TreeHash.OF_EMPTY_TREE);
    }

    private static boolean holds(LogKeys keys, SignedNote note, LedgerSigner node) {
        return keys.problemOf(note, checkpoint(node)).isEmpty();
    }

    @Test
    void oldCheckpointsVerifyAndNewOnesAreSignedByBothForAWhile() {
        LogKeys oldKeys = signer.keys();
        LedgerSigner other = node();
        SignedNote before = signed(signer);
        List<AuditEntry> events = new ArrayList<>();
        SigningKeyRotation rotation = new SigningKeyRotation(signer, events::add, LIFETIME, time);

        rotation.look();
        assertThat(events).as("before its time").isEmpty();
        time.now = time.now.plus(LIFETIME).plusSeconds(1);
        rotation.look();
        rotation.look();

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.interaction()).isEqualTo("key-rotation");
            String newKeys = String.valueOf(event.details().get(AuditDetail.KEY));
            assertThat(signer.keys().toString().lines())
                    .anySatisfy(line -> assertThat(newKeys).contains(line));
            assertThat(LogKeys.parse(newKeys.replace(' ', '\n')).problemOf(signed(signer), checkpoint(signer)))
                    .isEmpty();
        });
        SignedNote during = signed(signer);
        assertThat(holds(signer.keys(), before, signer)).isTrue();
        assertThat(holds(signer.keys(), during, signer)).isTrue();
        assertThat(holds(oldKeys, during, signer))
                .as("who knows the old keys only")
                .isTrue();

        time.now = time.now.plus(OVERLAP);
        SignedNote after = signed(signer);
        assertThat(holds(signer.keys(), after, signer)).isTrue();
        assertThat(holds(signer.keys(), before, signer)).isTrue();
        assertThat(holds(oldKeys, after, signer)).isFalse();
        other.refresh();
        assertThat(other.keys().toString()).isEqualTo(signer.keys().toString());
        assertThat(holds(signer.keys(), signed(other), other)).isTrue();
    }

    @Test
    void keysThatCannotBeAnnouncedDoNotSign() {
        String before = signer.keys().toString();
        time.now = time.now.plus(LIFETIME.multipliedBy(3));
        SigningKeyRotation rotation = new SigningKeyRotation(
                signer,
                entry -> {
                    throw new AuditUnavailableException(new IllegalStateException("no ledger"));
                },
                LIFETIME,
                time);

        assertThatThrownBy(rotation::look).isInstanceOf(AuditUnavailableException.class);
        assertThat(signer.keys().toString()).isEqualTo(before);
        signer.refresh();
        assertThat(signer.keys().toString()).isEqualTo(before);
    }
}
