package org.firewarden.ledger.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.firewarden.crypto.SignatureAlgorithm;
import org.firewarden.crypto.SigningKey;
import org.firewarden.crypto.TimeStampAuthority;
import org.firewarden.ledger.LedgerFixture;
import org.firewarden.ledger.TestDatabase;
import org.firewarden.ledger.note.Checkpoint;
import org.firewarden.ledger.note.SignedNote;
import org.firewarden.ledger.tree.TreeHash;
import org.firewarden.outbound.OutboundAnswer;
import org.firewarden.outbound.OutboundCalls;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** Checkpoints in the database get time stamps that hold. */
class CheckpointStamperIT {

    private final LedgerFixture fixture = new LedgerFixture();
    private final StampTable stamps = new StampTable(fixture.jdbc);
    private final CheckpointTable checkpoints = new CheckpointTable(fixture.jdbc);
    private final AtomicInteger asked = new AtomicInteger();

    /** Posts to an authority, or fails. */
    private interface Post {
        byte[] answer(byte[] request) throws Exception;
    }

    private CheckpointStamper stamper(TestAuthority trusted, Post post) throws Exception {
        OutboundCalls calls = new OutboundCalls() {
            @Override
            public OutboundAnswer get(URI address, int largest) throws IOException {
                throw new IOException("not asked for");
            }

            @Override
            public byte[] post(URI address, String type, byte[] body, int largest) throws IOException {
                asked.incrementAndGet();
                assertThat(type).isEqualTo("application/timestamp-query");
                try {
                    return post.answer(body);
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
        };
        return new CheckpointStamper(
                checkpoints,
                stamps,
                URI.create("https://tsa.example.org/"),
                TimeStampAuthority.of(trusted.pem()),
                calls,
                new SecureRandom());
    }

    /** What a test does. */
    private interface Work {
        void run() throws Exception;
    }

    /** Nothing of it is left: other tests verify the checkpoints that are there. */
    private static void rolledBack(Work work) {
        TestDatabase.transaction().executeWithoutResult(status -> {
            status.setRollbackOnly();
            try {
                work.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Who signs it is no business of the stamper. */
    private Checkpoint checkpoint() {
        Long size = fixture.jdbc.queryForObject(
                "SELECT coalesce(max(size), 0) + 1 FROM firewarden.ledger_checkpoint", Long.class);
        return new Checkpoint("example.com/stamped", size == null ? 1 : size, TreeHash.OF_EMPTY_TREE);
    }

    @Test
    void theNewestCheckpointIsStampedOnce() {
        rolledBack(() -> {
            Checkpoint newest = checkpoint();
            checkpoints.insert(newest, note(newest), Instant.now());
            TestAuthority authority = TestAuthority.create();
            CheckpointStamper stamper = stamper(authority, request -> authority.answer(request, Instant.now()));

            stamper.look();
            stamper.look();

            StampTable.Stamped stamped = stamps.latest().orElseThrow();
            assertThat(stamped.size()).isEqualTo(newest.size()).isEqualTo(stamper.stampedSize());
            assertThat(TimeStampAuthority.of(authority.issuerPem())
                            .verify(
                                    stamped.note().text().getBytes(StandardCharsets.UTF_8),
                                    Base64.getDecoder().decode(stamped.response()))
                            .time())
                    .isEqualTo(stamped.time());
            assertThat(asked).hasValue(1);
        });
    }

    @Test
    void whatDoesNotHoldIsNotKept() {
        rolledBack(() -> {
            Checkpoint newest = checkpoint();
            checkpoints.insert(newest, note(newest), Instant.now());
            TestAuthority authority = TestAuthority.create();
            CheckpointStamper stamper =
                    stamper(TestAuthority.create(), request -> authority.answer(request, Instant.now()));

            stamper.look();

            assertThat(stamper.isStamping()).isFalse();
            assertThat(stamps.latest().filter(stamped -> stamped.size() == newest.size()))
                    .isEmpty();
        });
    }

    @Test
    void anAuthorityThatIsAwayIsAskedAgain() {
        rolledBack(() -> {
            Checkpoint newest = checkpoint();
            checkpoints.insert(newest, note(newest), Instant.now());
            TestAuthority authority = TestAuthority.create();
            CheckpointStamper stamper = stamper(authority, request -> {
                if (asked.get() == 1) {
                    throw new IOException("away");
                }
                return authority.answer(request, Instant.now());
            });

            stamper.look();
            assertThat(stamper.isStamping()).isFalse();
            stamper.look();
            assertThat(stamper.isStamping()).isTrue();
            assertThat(stamper.stampedSize()).isEqualTo(newest.size());
        });
    }

    @Test
    void aStampIsNeverChanged() {
        rolledBack(() -> {
            Checkpoint newest = checkpoint();
            checkpoints.insert(newest, note(newest), Instant.now());
            stamps.insert(newest, new byte[] {1}, Instant.now());

            assertThatThrownBy(() -> fixture.jdbc.update("UPDATE firewarden.ledger_stamp SET stamped = now()"))
                    .isInstanceOf(DataAccessException.class);
        });
    }

    private static SignedNote note(Checkpoint checkpoint) {
        return SignedNote.sign(
                checkpoint.text(),
                "example.com/stamped",
                List.of(SigningKey.generate(SignatureAlgorithm.ED25519, new SecureRandom())));
    }
}
