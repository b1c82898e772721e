package org.firewarden.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.servlet.FilterChain;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.ledger.event.BlindIndex;
import org.firewarden.ledger.event.EventOpener;
import org.firewarden.ledger.event.EventSealer;
import org.firewarden.ledger.event.LeafContent;
import org.firewarden.ledger.search.AuditEventTable;
import org.firewarden.ledger.search.AuditSearch;
import org.firewarden.ledger.store.LedgerAppender;
import org.firewarden.ledger.store.LedgerContentKeys;
import org.firewarden.ledger.store.LedgerRole;
import org.firewarden.ledger.store.LedgerTree;
import org.firewarden.ledger.store.TreeHead;
import org.firewarden.ledger.tree.Frontier;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The ledger's database goes away, or has no room, under load: what cannot be recorded is answered with 503 and nothing else,
 * what was answered is recorded, and the tree is whole. A database of its own, since it is stopped.
 */
@SuppressWarnings("NullAway.Init") // The test opens them first.
class LedgerFaultIT {

    private static final String PATIENT_DATA = "Canary of a patient";

    @TempDir
    private static Path data;

    private EmbeddedPostgres postgres;
    private JdbcTemplate jdbc;
    private LedgerFilter filter;
    private AuditEventTable table;
    private LedgerTree tree;
    private PostgresLedger ledger;

    private static EmbeddedPostgres start(int port) throws IOException {
        File folder = data.resolve("postgres").toFile();
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder().setDataDirectory(folder).setCleanDataDirectory(false);
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    private void open() throws IOException {
        postgres = start(0);
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(postgres.getJdbcUrl("postgres", "postgres"));
        Flyway.configure()
                .dataSource(database)
                .schemas("firewarden")
                .locations("classpath:org/firewarden/db")
                .load()
                .migrate();
        jdbc = new JdbcTemplate(database);
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        BlindIndex index = new BlindIndex(LedgerFixture.keyRing());
        LedgerContentKeys keys = new LedgerContentKeys(
                jdbc, transactions, LedgerFixture.keyRing(), index, new SecureRandom(), Clock.systemUTC());
        EventSealer sealer = new EventSealer(keys, index, new SecureRandom());
        ledger = new PostgresLedger(
                sealer, new LedgerAppender(jdbc, transactions, LedgerRole.find(jdbc), sealer, Clock.systemUTC()));
        filter = new LedgerFilter(ledger, Clock.systemUTC());
        table = new AuditEventTable(jdbc, new EventOpener(keys), index);
        tree = new LedgerTree(jdbc, transactions);
    }

    /** A read of a patient, as a client sees its answer. */
    private MockHttpServletResponse read(String correlationId) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/fhir/Patient/1");
        request.addHeader("X-Request-Id", correlationId);
        MockHttpServletResponse response = new MockHttpServletResponse();
        FilterChain chain = (asked, answer) -> {
            AuditDraft draft = (AuditDraft) asked.getAttribute(AuditDraft.REQUEST_ATTRIBUTE);
            draft.interaction(AuditAction.READ, "read");
            draft.shown(Set.of("1"), "Patient/1", null);
            answer.getOutputStream().write(PATIENT_DATA.getBytes(StandardCharsets.UTF_8));
        };
        filter.doFilter(request, response, chain);
        return response;
    }

    private void verifyTree() {
        TreeHead head = tree.head();
        Frontier frontier = Frontier.empty();
        tree.contents(0, head.size(), content -> frontier.append(LeafContent.hash(content)));
        assertThat(frontier.root()).isEqualTo(head.frontier().root());
    }

    @Test
    void aDatabaseThatStopsOrIsFullIsAnsweredWith503AndLosesNothing() throws Exception {
        open();
        Map<String, MockHttpServletResponse> answers = new ConcurrentHashMap<>();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicInteger served = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 8; i++) {
            clients.execute(() -> {
                while (!isOver.get() && answers.size() < 20_000) {
                    String id = UUID.randomUUID().toString();
                    try {
                        MockHttpServletResponse answer = read(id);
                        answers.put(id, answer);
                        (answer.getStatus() == 200 ? served : refused).incrementAndGet();
                    } catch (Throwable e) {
                        failures.add(e);
                        return;
                    }
                }
            });
        }
        waitFor(served, served.get() + 50);
        int port = postgres.getPort();
        postgres.close();
        waitFor(refused, refused.get() + 5);
        postgres = start(port);
        waitFor(served, served.get() + 50);
        jdbc.execute("CREATE FUNCTION firewarden.no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$");
        jdbc.execute("CREATE TRIGGER no_room BEFORE INSERT ON firewarden.ledger_event"
                + " FOR EACH STATEMENT EXECUTE FUNCTION firewarden.no_room()");
        waitFor(refused, refused.get() + 5);
        jdbc.execute("DROP TRIGGER no_room ON firewarden.ledger_event");
        waitFor(served, served.get() + 50);
        isOver.set(true);
        clients.shutdown();

        assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(failures).isEmpty();
        assertThat(answers).allSatisfy((id, answer) -> {
            if (answer.getStatus() == 200) {
                assertThat(table.count(AuditSearch.all().entity(Set.of(id))))
                        .as(id)
                        .isEqualTo(1);
            } else {
                assertThat(answer.getStatus()).isEqualTo(503);
                assertThat(new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8))
                        .contains("audit-unavailable")
                        .doesNotContain(PATIENT_DATA);
            }
        });
        verifyTree();
        ledger.close();
        postgres.close();
    }

    private static void waitFor(AtomicInteger counter, int value) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (counter.get() < value && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(counter.get()).isGreaterThanOrEqualTo(value);
    }
}
