package org.firewarden.ledger.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.firewarden.ledger.LedgerFixture;
import org.firewarden.ledger.TestDatabase;
import org.firewarden.ledger.note.Checkpoint;
import org.firewarden.ledger.tree.TreeHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointKeeperIT {

    private final LedgerFixture fixture = new LedgerFixture();
    private final CheckpointTable table = new CheckpointTable(fixture.jdbc);
    private final LedgerSigner signer = LedgerSigner.open(
            fixture.jdbc,
            TestDatabase.transaction(),
            LedgerFixture.keyRing(),
            new SecureRandom(),
            Clock.systemUTC(),
            Duration.ofDays(30),
            null);

    @TempDir
    private Path folder;

    /** Goes on from test to test: they share the tables. */
    private static Instant now = Instant.parse("2100-01-01T00:00:00Z");

    private void append(int count) {
        for (int done = 0; done < count; done += 10) {
            fixture.appender.append(IntStream.range(done, Math.min(count, done + 10))
                    .mapToObj(i -> fixture.sealer.seal(LedgerFixture.entry("c", Instant.now(), "p", 200)))
                    .toList());
        }
    }

    private CheckpointKeeper keeper(int events, Witness... witnesses) {
        LedgerSettings settings = LedgerSettings.of(null, Duration.ofSeconds(60), events, folder, List.of());
        now = now.plus(Duration.ofMinutes(2));
        return new CheckpointKeeper(
                fixture.tree, table, signer, settings, List.of(witnesses), Clock.fixed(now, ZoneOffset.UTC), () -> {});
    }

    private Checkpoint latest() {
        return table.latest().orElseThrow().checkpoint();
    }

    @Test
    void theHeadIsSignedWhenTheIntervalIsOver() {
        append(25);
        keeper(10_000).look();

        CheckpointTable.Stored stored = table.latest().orElseThrow();
        assertThat(stored.checkpoint().size()).isEqualTo(fixture.tree.head().size());
        assertThat(stored.checkpoint().root())
                .isEqualTo(fixture.tree.head().frontier().root());
        assertThat(signer.keys().problemOf(stored.note(), stored.checkpoint())).isEmpty();
    }

    @Test
    void beforeTheIntervalIsOverNothingIsSignedUnlessThereAreManyEvents() {
        append(10);
        CheckpointKeeper keeper = keeper(100);
        keeper.look();
        long size = latest().size();
        append(20);
        keeper.look();
        assertThat(latest().size()).isEqualTo(size);
        append(80);
        keeper.look();
        assertThat(latest().size()).isEqualTo(size + 100);
    }

    @Test
    void noCheckpointAddsMoreEventsThanItMay() {
        append(10);
        keeper(10_000).look();
        long before = latest().size();
        append(95);
        keeper(30).look();

        assertThat(table.between(before, Long.MAX_VALUE, 100))
                .extracting(stored -> stored.checkpoint().size() - before)
                .containsExactly(0L, 30L, 60L, 90L, 95L);
    }

    @Test
    void anotherNodeSignsAsTheSameLog() {
        LedgerSigner other = LedgerSigner.open(
                fixture.jdbc,
                TestDatabase.transaction(),
                LedgerFixture.keyRing(),
                new SecureRandom(),
                Clock.systemUTC(),
                Duration.ofDays(30),
                "ignored");

        assertThat(other.keys()).hasToString(signer.keys().toString());
    }

    @Test
    void whatWasAlteredIsNotSigned() {
        append(10);
        CheckpointKeeper keeper = keeper(10_000);
        keeper.look();
        long signed = latest().size();
        append(10);
        String content = fixture.jdbc.queryForObject(
                "SELECT content FROM firewarden.ledger_event WHERE seq = ?", String.class, signed + 3);
        try {
            asOwner(
                    "UPDATE firewarden.ledger_event SET content = replace(content, 'alice', 'malory') WHERE seq = ?",
                    signed + 3);
            CheckpointKeeper later = keeper(10_000);
            later.look();
            assertThat(later.status().isIntact()).isFalse();
            assertThat(latest().size()).isEqualTo(signed);
        } finally {
            asOwner("UPDATE firewarden.ledger_event SET content = ? WHERE seq = ?", content, signed + 3);
        }
        CheckpointKeeper restored = keeper(10_000);
        restored.look();
        assertThat(restored.status().isIntact()).isTrue();
        assertThat(latest().size()).isEqualTo(signed + 10);
    }

    @Test
    void aTreeWhoseSignedPartWasReplacedIsNotSignedAgain() {
        append(10);
        keeper(10_000).look();
        long signed = latest().size();
        byte[] frontier = fixture.jdbc.queryForObject(
                "SELECT frontier FROM firewarden.ledger_head WHERE size = ?", byte[].class, signed);
        append(10);
        try {
            asOwner(
                    "UPDATE firewarden.ledger_head SET frontier = set_byte(frontier, 0, 255 - get_byte(frontier, 0))"
                            + " WHERE size = ?",
                    signed);
            CheckpointKeeper later = keeper(10_000);
            later.look();
            assertThat(later.status().isIntact()).isFalse();
            assertThat(latest().size()).isEqualTo(signed);
        } finally {
            asOwner("UPDATE firewarden.ledger_head SET frontier = ? WHERE size = ?", frontier, signed);
        }
    }

    private void asOwner(String update, Object... values) {
        TestDatabase.transaction().executeWithoutResult(status -> {
            fixture.jdbc.execute("SET LOCAL session_replication_role = replica");
            fixture.jdbc.update(update, values);
        });
    }

    @Test
    void aWitnessThatFailsIsSeenAndGetsAllLaterInOrder() {
        List<Long> taken = new ArrayList<>();
        boolean[] fails = {true};
        Witness witness = new Witness() {
            private final String name = "test " + UUID.randomUUID();

            @Override
            public String name() {
                return name;
            }

            @Override
            public void publish(Checkpoint checkpoint, String note) throws IOException {
                if (fails[0]) {
                    throw new IOException("away");
                }
                taken.add(checkpoint.size());
            }
        };
        append(40);
        CheckpointKeeper keeper = keeper(10, witness);
        keeper.look();
        assertThat(keeper.status().witnesses()).containsExactly(Map.entry(witness.name(), false));
        assertThat(keeper.status().signedSize()).isEqualTo(fixture.tree.head().size());

        fails[0] = false;
        keeper.look();
        assertThat(keeper.status().witnesses()).containsExactly(Map.entry(witness.name(), true));
        assertThat(taken)
                .isSorted()
                .hasSizeGreaterThanOrEqualTo(4)
                .endsWith(fixture.tree.head().size());
        int count = taken.size();
        keeper.look();
        assertThat(taken).hasSize(count);
    }

    @Test
    void aDirectoryKeepsEachCheckpointAndTakesNoOtherOfItsSize() throws Exception {
        append(10);
        keeper(10_000, new DirectoryWitness(folder.resolve("witness"))).look();

        Path file = folder.resolve("witness").resolve("%020d.checkpoint".formatted(latest().size()));
        assertThat(Files.readString(file))
                .isEqualTo(table.latest().orElseThrow().note().toString());
        try (Stream<Path> files = Files.list(folder.resolve("witness"))) {
            assertThat(files).allMatch(f -> f.toString().endsWith(".checkpoint"));
        }
        Checkpoint fork = new Checkpoint(latest().origin(), latest().size(), TreeHash.OF_EMPTY_TREE);
        assertThatThrownBy(() -> new DirectoryWitness(folder.resolve("witness")).publish(fork, fork.text() + "\n"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anHttpWitnessTakesTheNoteOrFails() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        int[] status = {503};
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/checkpoints", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status[0], -1);
            exchange.close();
        });
        server.start();
        try {
            Witness witness = new HttpWitness(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/checkpoints"));
            Checkpoint checkpoint = new Checkpoint("o", 1, TreeHash.OF_EMPTY_TREE);
            assertThatThrownBy(() -> witness.publish(checkpoint, "a note"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("503");
            status[0] = 201;
            witness.publish(checkpoint, "a note");
            assertThat(received).containsExactly("a note", "a note");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void settingsThatPromiseLessAreRefused() {
        LedgerSettings good = LedgerSettings.in(folder);
        assertThat(good.witnesses()).singleElement().isInstanceOf(DirectoryWitness.class);
        assertThatThrownBy(() -> LedgerSettings.of(null, Duration.ofSeconds(61), 10, folder, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LedgerSettings.of(null, Duration.ofSeconds(60), 10_001, folder, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LedgerSettings.of("a b", Duration.ofSeconds(60), 10, folder, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LedgerSettings.of(
                        null, Duration.ofSeconds(60), 10, folder, List.of(URI.create("http://witness.example/"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
