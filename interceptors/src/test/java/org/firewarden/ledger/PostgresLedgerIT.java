package org.firewarden.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditUnavailableException;
import org.firewarden.ledger.event.EventFacets;
import org.firewarden.ledger.event.OpenedEvent;
import org.firewarden.ledger.search.AuditEventTable;
import org.firewarden.ledger.search.AuditSearch;
import org.firewarden.ledger.store.LedgerRole;
import org.firewarden.ledger.store.TreeHead;
import org.firewarden.phi.Phi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

class PostgresLedgerIT {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final LedgerFixture fixture = new LedgerFixture();
    private final JdbcTemplate jdbc = fixture.jdbc;
    private final AuditEventTable table = fixture.table;
    private final PostgresLedger ledger = fixture.ledger();

    @AfterEach
    void close() {
        ledger.close();
    }

    private static AuditSearch of(String patient) {
        return AuditSearch.all().patient(Set.of(patient));
    }

    private static AuditEntry entry(String correlationId, String patientId, int status) {
        return LedgerFixture.entry(correlationId, NOON, patientId, status);
    }

    @Test
    void anAppendedEventIsThereWhenAppendReturns() {
        String patient = UUID.randomUUID().toString();
        ledger.append(entry("c1", patient, 200));

        assertThat(table.page(of(patient), null, 10))
                .singleElement()
                .satisfies(stored -> assertThat(stored.entry()).isEqualTo(entry("c1", patient, 200)));
    }

    @Test
    void manyWritersLoseNothing() throws Exception {
        String patient = UUID.randomUUID().toString();
        ExecutorService writers = Executors.newFixedThreadPool(32);
        IntStream.range(0, 2_000).forEach(i -> writers.execute(() -> ledger.append(entry("c" + i, patient, 200))));
        writers.shutdown();

        assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(table.count(of(patient))).isEqualTo(2_000);
    }

    @Test
    void searchNarrowsByEachParameter() {
        String patient = UUID.randomUUID().toString();
        ledger.append(entry("c1", patient, 200));
        ledger.append(entry("c2", patient, 403));

        assertThat(table.count(of(patient).agent(Set.of("Practitioner/alice")).outcome(Set.of("4"))))
                .isEqualTo(1);
        assertThat(table.count(of(patient).agent(Set.of("alice")))).isEqualTo(2);
        assertThat(table.count(of(patient).agent(Set.of("app")))).isEqualTo(2);
        assertThat(table.count(of(patient).agent(Set.of("Practitioner/cody")))).isZero();
        assertThat(table.count(of(patient).agent(Set.of("Practitioner/cody", "alice"))))
                .isEqualTo(2);
        assertThat(table.count(of(patient).from(NOON.plusSeconds(1)))).isZero();
        assertThat(table.count(of(patient).before(NOON.plusNanos(1_000)))).isEqualTo(2);
        assertThat(table.count(of(patient).before(NOON))).isZero();
        assertThat(table.count(of(patient).entity(Set.of("Observation/1")))).isEqualTo(2);
        assertThat(table.count(of(patient).entity(Set.of("Observation/2")))).isZero();
        assertThat(table.count(of(patient).entity(Set.of("c2")))).isEqualTo(1);
        assertThat(table.count(of(patient).address(Set.of("127.0.0.1")))).isEqualTo(2);
        assertThat(table.count(of(patient).address(Set.of("127.0.0.2")))).isZero();
        assertThat(table.count(of(patient).interaction(Set.of("read", "vread"))))
                .isEqualTo(2);
        assertThat(table.count(of(patient).interaction(Set.of()))).isZero();
        assertThat(table.count(of(patient).purpose(Set.of("TREAT")))).isEqualTo(2);
        assertThat(table.count(of(patient).purpose(Set.of("HRESCH")))).isZero();
        assertThat(table.count(of(patient).marked(EventFacets.PATIENT))).isEqualTo(2);
        assertThat(table.count(of(patient).marked(EventFacets.QUERY | EventFacets.CONSENT)))
                .isZero();
        assertThat(table.interactions()).contains("read");
    }

    @Test
    void aPageBeginsAfterAnEventWhateverIsAddedMeanwhile() {
        String patient = UUID.randomUUID().toString();
        IntStream.range(0, 7).forEach(i -> ledger.append(entry("c" + i, patient, 200)));

        List<OpenedEvent> first = table.page(of(patient), null, 3);
        ledger.append(entry("late", patient, 200));
        List<OpenedEvent> second = table.page(of(patient), first.get(2).id(), 3);
        List<OpenedEvent> third = table.page(of(patient), second.get(2).id(), 3);

        assertThat(Stream.of(first, second, third).flatMap(List::stream))
                .extracting(event -> event.entry().correlationId())
                .containsExactly("c6", "c5", "c4", "c3", "c2", "c1", "c0");
        List<String> all = new ArrayList<>();
        table.forEach(of(patient), event -> all.add(event.entry().correlationId()));
        assertThat(all).hasSize(8).startsWith("late", "c6");
    }

    @Test
    void eventsByTimeAloneComeNewestFirstAndPage() {
        Instant year = Instant.parse("2031-01-01T00:00:00Z");
        AuditSearch search = AuditSearch.all().from(year).before(year.plusSeconds(100));
        for (int i = 0; i < 5; i++) {
            ledger.append(LedgerFixture.entry("t" + i, year.plusSeconds(i), "by-time", 200));
        }

        List<OpenedEvent> first = table.page(search, null, 3);
        List<OpenedEvent> second = table.page(search, first.get(2).id(), 3);
        assertThat(Stream.of(first, second).flatMap(List::stream))
                .extracting(event -> event.entry().correlationId())
                .containsExactly("t4", "t3", "t2", "t1", "t0");
    }

    @Test
    void whatWasAskedIsFoundInEachEventOfItsRequest() {
        String patient = UUID.randomUUID().toString();
        AuditDraft draft = new AuditDraft("asked", "127.0.0.1");
        draft.interaction(AuditAction.EXECUTE, "search-type");
        draft.query(Phi.of("Observation?patient=" + patient));
        IntStream.range(0, 20).forEach(i -> draft.shown(Set.of(patient + i), "Observation/" + i, null));
        long before = fixture.tree.head().size();

        ledger.appendAll(draft.toEntries(NOON, 200));

        assertThat(fixture.tree.head().size()).isEqualTo(before + 20);
        assertThat(fixture.tree.headUpTo(before + 19).map(TreeHead::size).orElse(0L))
                .as("one commit")
                .isEqualTo(before);
        assertThat(table.page(of(patient + 7), null, 10)).singleElement().satisfies(event -> {
            assertThat(event.entry().entities()).containsExactly("Observation/7");
            assertThat(event.entry().context().query()).isEqualTo(Phi.of("Observation?patient=" + patient));
            assertThat(event.entry().context().part()).isEqualTo(8);
        });
        assertThat(jdbc.queryForObject(
                        "SELECT count(*) FROM firewarden.ledger_event WHERE content LIKE ?",
                        Integer.class,
                        "%" + patient + "%"))
                .isZero();
    }

    @Test
    void aPatientWhoseDataWasWithheldIsFoundToo() {
        String id = UUID.randomUUID().toString();
        ledger.append(entry(id, "somebody-else", 200));

        assertThat(table.page(of("withheld-from-" + id), null, 10))
                .singleElement()
                .satisfies(stored ->
                        assertThat(stored.entry().withheldPatientIds()).containsExactly("withheld-from-" + id));
    }

    @Test
    void noRowCanBeChangedOrDeleted() {
        ledger.append(entry("c1", UUID.randomUUID().toString(), 200));

        for (String name : List.of("event", "index", "head", "subtree", "checkpoint", "witnessed", "signing_key")) {
            assertThatThrownBy(() -> jdbc.update("DELETE FROM firewarden.ledger_" + name))
                    .as(name)
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("append-only");
            assertThatThrownBy(() -> jdbc.execute("TRUNCATE firewarden.ledger_" + name + " CASCADE"))
                    .as(name)
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("append-only");
        }
        assertThatThrownBy(() -> jdbc.update("UPDATE firewarden.ledger_event SET outcome = '0'"))
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> jdbc.update("UPDATE firewarden.ledger_head SET latest = now()"))
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void theWritersRoleMayAddAndReadAndNothingElse() {
        for (String statement : List.of(
                "UPDATE firewarden.ledger_event SET outcome = '0'",
                "DELETE FROM firewarden.ledger_event",
                "TRUNCATE firewarden.ledger_event",
                "ALTER TABLE firewarden.ledger_event DISABLE TRIGGER ALL",
                "DROP TABLE firewarden.ledger_event",
                "SELECT * FROM firewarden.ledger_content_key",
                "SELECT * FROM firewarden.ledger_signing_key",
                "SELECT * FROM firewarden.consent_rule")) {
            assertThatThrownBy(() -> TestDatabase.transaction().executeWithoutResult(status -> {
                        jdbc.execute("SET LOCAL ROLE firewarden_ledger");
                        jdbc.execute(statement);
                    }))
                    .as(statement)
                    .rootCause()
                    .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        }
        assertThat(LedgerRole.find(jdbc).isAvailable()).isTrue();
    }

    @Test
    void whatNoTableTakesFailsNobody() {
        String patient = "\u0000\ud800" + UUID.randomUUID();
        ledger.append(entry("c\u00001", patient, 200));

        assertThat(table.count(of(patient))).isEqualTo(1);
    }

    /** Events of one moment are one commit; one that the database does not take costs its own author the answer and nobody else. */
    @Test
    void anEventThatIsRefusedFailsItsAuthorAlone() throws Exception {
        String patient = UUID.randomUUID().toString();
        ExecutorService authors = Executors.newCachedThreadPool();
        List<Future<?>> good = new ArrayList<>();
        List<Thread> waiting = new CopyOnWriteArrayList<>();
        AtomicReference<Future<?>> bad = new AtomicReference<>();
        TestDatabase.transaction().executeWithoutResult(status -> {
            // Whoever appends waits for this lock: what comes meanwhile is one batch.
            jdbc.execute("SELECT pg_advisory_xact_lock(" + 0x46574C4544474552L + ")");
            Instant noYear = Instant.parse("+999999-01-01T00:00:00Z");
            good.add(authors.submit(() -> noted(waiting, entry("c0", patient, 200))));
            await(() -> queries("pg_advisory_xact_lock") == 1);
            bad.set(authors.submit(() -> noted(waiting, LedgerFixture.entry("bad", noYear, patient, 200))));
            good.add(authors.submit(() -> noted(waiting, entry("c1", patient, 200))));
            good.add(authors.submit(() -> noted(waiting, entry("c2", patient, 200))));
            // The first writes for itself; the others have handed theirs over.
            await(() -> waiting.size() == 4
                    && waiting.stream()
                                    .filter(author -> author.getState() == Thread.State.TIMED_WAITING)
                                    .count()
                            == 3);
        });

        for (Future<?> author : good) {
            author.get();
        }
        assertThatThrownBy(Objects.requireNonNull(bad.get())::get).hasCauseInstanceOf(AuditUnavailableException.class);
        authors.shutdown();
        assertThat(table.count(of(patient))).isEqualTo(3);
        await(ledger::isWriting);
    }

    private void noted(List<Thread> waiting, AuditEntry entry) {
        waiting.add(Thread.currentThread());
        ledger.append(entry);
    }

    /** How many other sessions wait for a lock in such a query. */
    private int queries(String part) {
        // Within a transaction the view stays as it was first seen.
        jdbc.execute("SELECT pg_stat_clear_snapshot()");
        Integer count = jdbc.queryForObject(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE ?",
                Integer.class,
                "%" + part + "%");
        return count == null ? 0 : count;
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aClosedLedgerTakesNothing() {
        ledger.close();

        assertThatThrownBy(() -> ledger.append(entry("c1", "p", 200))).isInstanceOf(AuditUnavailableException.class);
    }
}
