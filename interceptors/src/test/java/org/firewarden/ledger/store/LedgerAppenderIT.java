package org.firewarden.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firewarden.audit.AuditEntry;
import org.firewarden.ledger.LedgerFixture;
import org.firewarden.ledger.TestDatabase;
import org.firewarden.ledger.event.ContentKeys;
import org.firewarden.ledger.event.LeafContent;
import org.firewarden.ledger.event.OpenedEvent;
import org.firewarden.ledger.event.SealedEvent;
import org.firewarden.ledger.tree.ConsistencyProof;
import org.firewarden.ledger.tree.Frontier;
import org.firewarden.ledger.tree.InclusionProof;
import org.firewarden.ledger.tree.TreeHash;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

class LedgerAppenderIT {

    private final LedgerFixture fixture = new LedgerFixture();

    private SealedEvent event(Instant recorded) {
        return fixture.sealer.seal(LedgerFixture.entry("c1", recorded, "p1", 200));
    }

    private SealedEvent event() {
        return event(Instant.now());
    }

    private List<SealedEvent> events(int count) {
        List<SealedEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event());
        }
        return events;
    }

    private List<TreeHash> leaves(long end) {
        List<TreeHash> leaves = new ArrayList<>();
        List<TreeHash> previous = new ArrayList<>(List.of(TreeHash.OF_EMPTY_TREE));
        fixture.tree.contents(0, end, content -> {
            assertThat(content).endsWith(",\"index\":" + leaves.size() + ",\"previous\":\"" + previous.get(0) + "\"}");
            leaves.add(LeafContent.hash(content));
            previous.set(0, LeafContent.hash(content));
        });
        return leaves;
    }

    private void assertThatTheTreeIsWhole() {
        TreeHead head = fixture.tree.head();
        List<TreeHash> leaves = leaves(head.size());
        Frontier frontier = Frontier.empty();
        leaves.forEach(frontier::append);
        assertThat(frontier.size()).isEqualTo(head.size());
        assertThat(frontier.root()).isEqualTo(head.frontier().root());
        assertThat(fixture.jdbc.queryForObject("SELECT count(*) FROM firewarden.ledger_event", Long.class))
                .isEqualTo(head.size());
    }

    @Test
    void manyNodesAppendToOneTree() throws Exception {
        long before = fixture.tree.head().size();
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        List<Future<?>> running = new ArrayList<>();
        for (int node = 0; node < 4; node++) {
            LedgerFixture own = new LedgerFixture();
            running.add(nodes.submit(() -> {
                for (int batch = 0; batch < 25; batch++) {
                    own.appender.append(List.of(
                            own.sealer.seal(LedgerFixture.entry("c", Instant.now(), "p" + batch, 200)),
                            own.sealer.seal(LedgerFixture.entry("c", Instant.now(), "p", 403)),
                            own.sealer.seal(LedgerFixture.entry("c", Instant.now(), "p", 500))));
                }
            }));
        }
        for (Future<?> node : running) {
            node.get();
        }
        nodes.shutdown();

        assertThat(fixture.tree.head().size()).isEqualTo(before + 300);
        assertThatTheTreeIsWhole();
    }

    @Test
    void nodesThatTakeTurnsFindTheTreeGrown() {
        LedgerFixture other = new LedgerFixture();
        long before = fixture.tree.head().size();
        for (int turn = 0; turn < 5; turn++) {
            fixture.appender.append(events(2));
            fixture.appender.append(events(1));
            other.appender.append(List.of(event()));
        }

        assertThat(fixture.tree.head().size()).isEqualTo(before + 20);
        assertThatTheTreeIsWhole();
    }

    @Test
    void aLockThatIsNotLetGoEndsTheWait() {
        LedgerAppender impatient = new LedgerAppender(
                fixture.jdbc,
                TestDatabase.transaction(),
                LedgerRole.find(fixture.jdbc),
                fixture.sealer,
                Clock.systemUTC(),
                Duration.ofMillis(50));
        TestDatabase.transaction().executeWithoutResult(status -> {
            fixture.jdbc.execute("SELECT pg_advisory_xact_lock(" + 0x46574C4544474552L + ")");
            assertThatThrownBy(() -> impatient.append(events(1))).isInstanceOf(DataAccessException.class);
        });

        impatient.append(events(1));
        assertThatTheTreeIsWhole();
    }

    @Test
    void proofsAreMadeFromTheTables() {
        fixture.appender.append(events(700));
        TreeHead head = fixture.tree.head();
        long size = head.size();
        List<TreeHash> leaves = leaves(size);

        for (long index = 0; index < size; index += 37) {
            assertThat(InclusionProof.of(index, size, fixture.tree)
                            .isOf(leaves.get((int) index), head.frontier().root()))
                    .isTrue();
        }
        Frontier earlier = Frontier.empty();
        for (TreeHash leaf : leaves) {
            earlier.append(leaf);
            if (earlier.size() % 41 == 0) {
                assertThat(ConsistencyProof.of(earlier.size(), size, fixture.tree)
                                .holds(earlier.root(), head.frontier().root()))
                        .isTrue();
            }
        }
    }

    @Test
    void aBatchThatFailsLeavesNothing() {
        fixture.appender.append(events(3));
        TreeHead head = fixture.tree.head();
        SealedEvent twice = event();

        assertThatThrownBy(() -> fixture.appender.append(List.of(event(), twice, twice)))
                .isInstanceOf(RuntimeException.class);
        assertThat(fixture.tree.head().frontier().root())
                .isEqualTo(head.frontier().root());
        assertThatTheTreeIsWhole();

        fixture.appender.append(List.of(twice));
        assertThat(fixture.tree.head().size()).isEqualTo(head.size() + 1);
        assertThatTheTreeIsWhole();
    }

    @Test
    void aClockThatWasSetBackIsWrittenDown() {
        fixture.appender.append(List.of(event(Instant.now().plus(Duration.ofDays(1)))));
        long before = fixture.tree.head().size();
        fixture.appender.append(events(2));

        List<String> contents = new ArrayList<>();
        fixture.tree.contents(before, before + 10, contents::add);
        assertThat(contents).hasSize(3);
        AuditEntry noted = fixture.opener.open(contents.get(0)).entry();
        assertThat(noted.interaction()).isEqualTo(LedgerAppender.CLOCK_SET_BACK);
        assertThat(Instant.parse(noted.details().get("from")))
                .isAfter(Instant.parse(noted.details().get("to")));
        assertThat(fixture.opener.open(contents.get(1)).entry().interaction()).isEqualTo("read");
        assertThatTheTreeIsWhole();
    }

    @Test
    void theTreeStaysWholeWhenAPatientsKeyIsDestroyed() {
        String patient = UUID.randomUUID().toString();
        fixture.appender.append(List.of(fixture.sealer.seal(LedgerFixture.entry("c1", Instant.now(), patient, 200))));
        fixture.makeOld(patient);
        assertThat(fixture.jdbc.update("DELETE FROM firewarden.ledger_content_key WHERE owner = ?", (Object)
                        fixture.index.owner(new ContentKeys.Owner("patient", patient))))
                .isEqualTo(1);

        List<String> contents = new ArrayList<>();
        fixture.tree.contents(fixture.tree.head().size() - 1, Long.MAX_VALUE, contents::add);
        OpenedEvent opened = new LedgerFixture().opener.open(contents.get(0));
        assertThat(opened.entry().patientIds()).isEmpty();
        assertThat(opened.entry().entities()).isEmpty();
        assertThat(opened.erasedParts()).isEqualTo(2);
        assertThatTheTreeIsWhole();
    }

    @Test
    void anotherNodeReadsWhatThisOneSealed() {
        AuditEntry entry = LedgerFixture.entry(
                "c1",
                Instant.parse("2026-11-21T12:00:00.000001Z"),
                UUID.randomUUID().toString(),
                200);
        SealedEvent sealed = fixture.sealer.seal(entry);

        String content = LeafContent.of(sealed.json(), 1, TreeHash.OF_EMPTY_TREE);
        assertThat(new LedgerFixture().opener.open(content).entry()).isEqualTo(entry);
    }

    @Test
    void aTransactionThatIsRolledBackLosesNoKey() {
        String patient = UUID.randomUUID().toString();
        SealedEvent[] sealed = new SealedEvent[1];
        TestDatabase.transaction().executeWithoutResult(status -> {
            sealed[0] = fixture.sealer.seal(LedgerFixture.entry("c1", Instant.now(), patient, 200));
            status.setRollbackOnly();
        });

        String content = LeafContent.of(sealed[0].json(), 1, TreeHash.OF_EMPTY_TREE);
        assertThat(new LedgerFixture().opener.open(content).erasedParts()).isZero();
    }
}
