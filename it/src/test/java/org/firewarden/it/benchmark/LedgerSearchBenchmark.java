package org.firewarden.it.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.ledger.PostgresLedger;
import org.firewarden.ledger.accounting.SixYears;
import org.firewarden.ledger.checkpoint.CheckpointKeeper;
import org.firewarden.ledger.event.BlindIndex;
import org.firewarden.ledger.search.AuditEventTable;
import org.firewarden.ledger.search.AuditSearch;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How long the accounting of disclosures over six years takes, for a patient with 3,000 events of whom each tenth is told, and a page of 50 AuditEvents takes among many ({@code -Devents=10000000}), opened with its keys: by patient, by patient and
 * time, by patient and person, by resource. 20 patients have 200 true events each; the rest are rows of the same shape that no
 * key opens, with random hashes, and never match.
 */
public final class LedgerSearchBenchmark {

    private static final long EVENTS = Long.getLong("events", 3_000_000L);
    private static final int DISCLOSED = 3_000;
    private static final String INDEX_DEFINITIONS = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'firewarden'"
            + " AND tablename IN ('ledger_event', 'ledger_index') AND indexname NOT LIKE '%_pkey' AND indexname NOT LIKE '%_key'";
    private static final int PATIENTS = 20;
    private static final int EVENTS_OF_EACH = 200;
    private static final int ROUNDS = 200;

    /** Far above the places of the true events. */
    private static final long FIRST = 1_000_000_000_000L;

    private LedgerSearchBenchmark() {}

    /** Runs it; prints a line for each kind of search. */
    public static void main(String[] arguments) throws Exception {
        try (BenchmarkLedger ledger = new BenchmarkLedger(false)) {
            appendSixYears(ledger.bean(PostgresLedger.class));
            append(ledger.bean(PostgresLedger.class));
            // Checkpoints would say that the rows which follow are not the ledger's; they are not.
            ledger.bean(CheckpointKeeper.class).close();
            long start = System.nanoTime();
            fill(ledger.bean(JdbcTemplate.class));
            System.out.printf("filled in %.0f s%n", (System.nanoTime() - start) / 1e9);
            AuditEventTable table = ledger.bean(AuditEventTable.class);
            account(ledger, table);
            Instant day = Instant.now().minus(Duration.ofDays(1));
            measure(table, "patient", patient -> AuditSearch.all().patient(Set.of(patient)));
            measure(
                    table,
                    "patient, date",
                    patient -> AuditSearch.all().patient(Set.of(patient)).from(day));
            measure(
                    table,
                    "patient, agent",
                    patient -> AuditSearch.all().patient(Set.of(patient)).agent(Set.of("Practitioner/alice")));
            measure(table, "entity", patient -> AuditSearch.all().entity(Set.of("Observation/of-" + patient)));
            measure(table, "date", patient -> AuditSearch.all().from(day));
        }
    }

    private static void append(PostgresLedger ledger) {
        for (int i = 0; i < EVENTS_OF_EACH; i++) {
            int event = i;
            ledger.appendAll(IntStream.range(0, PATIENTS)
                    .mapToObj(patient -> entry("patient-" + patient, event))
                    .toList());
        }
    }

    /** Without indexes, in one statement for each table; the indexes are built when all is there. */
    private static void fill(JdbcTemplate jdbc) {
        String content = jdbc.queryForObject(
                "SELECT content FROM firewarden.ledger_event ORDER BY seq DESC LIMIT 1", String.class);
        List<String> indexes = jdbc.queryForList(INDEX_DEFINITIONS, String.class);
        indexes.forEach(
                definition -> jdbc.execute("DROP INDEX firewarden." + definition.split(" ", -1)[2]));
        jdbc.execute("ALTER TABLE firewarden.ledger_event DROP CONSTRAINT ledger_event_id_key,"
                + " DROP CONSTRAINT ledger_event_pkey");
        jdbc.execute("ALTER TABLE firewarden.ledger_index DROP CONSTRAINT ledger_index_pkey");
        jdbc.update(
                "INSERT INTO firewarden.ledger_event"
                        + " (seq, id, recorded, outcome, leaf, content, interaction, purpose, marks)"
                        + " SELECT s, gen_random_uuid(), timestamptz '2024-01-01' + s % 60000000 * interval '1 s', '0',"
                        + " decode(md5(s::text) || md5('x' || s), 'hex'), ?, 'read', 'TREAT', 3"
                        + " FROM generate_series(?::bigint, ?::bigint) s",
                content, FIRST, FIRST + EVENTS - 1);
        jdbc.update(
                "INSERT INTO firewarden.ledger_index (key, seq)"
                        + " SELECT decode(md5(k.name), 'hex'), s FROM generate_series(?::bigint, ?::bigint) s,"
                        + " LATERAL (VALUES ('p' || s % 100000), ('a' || s % 500), ('u' || s % 500), ('c' || s % 20),"
                        + " ('e' || s), ('r' || s), ('n' || s % 300)) k (name)",
                FIRST, FIRST + EVENTS - 1);
        jdbc.execute("ALTER TABLE firewarden.ledger_event ADD PRIMARY KEY (seq), ADD UNIQUE (id)");
        jdbc.execute("ALTER TABLE firewarden.ledger_index ADD PRIMARY KEY (key, seq)");
        indexes.forEach(jdbc::execute);
        jdbc.execute("ANALYZE firewarden.ledger_event");
        jdbc.execute("ANALYZE firewarden.ledger_index");
    }

    private static void account(BenchmarkLedger ledger, AuditEventTable table) {
        long[] nanos = new long[ROUNDS / 10];
        int told = 0;
        for (int round = 0; round < nanos.length; round++) {
            long start = System.nanoTime();
            told = SixYears.disclosures(
                    table, ledger.bean(JdbcTemplate.class), ledger.bean(BlindIndex.class), "patient-of-six-years");
            nanos[round] = System.nanoTime() - start;
        }
        long first = nanos[0];
        Arrays.sort(nanos);
        System.out.printf(
                "accounting over six years among %d events, %d disclosures: first %.0f ms, p50 %.0f ms, %.2f of the limit of 1 s%n",
                EVENTS, told, first / 1e6, nanos[nanos.length / 2] / 1e6, first / 1e9);
    }

    /** Oldest first: two events a day or so. */
    private static void appendSixYears(PostgresLedger ledger) {
        Instant begin = Instant.now().minus(Duration.ofDays(6 * 365));
        for (int i = 0; i < DISCLOSED; i++) {
            AuditEntry entry = entry("patient-of-six-years", i, begin.plus(Duration.ofHours(17L * i)));
            ledger.append(i % 10 == 0 ? entry("patient-of-six-years", i, entry.recorded(), "PUBHLTH") : entry);
        }
    }

    private static void measure(AuditEventTable table, String name, Function<String, AuditSearch> search) {
        long[] nanos = new long[ROUNDS];
        for (int round = -PATIENTS; round < ROUNDS; round++) {
            String patient = "patient-" + Math.floorMod(round, PATIENTS);
            long start = System.nanoTime();
            int found = table.page(search.apply(patient), null, 50).size();
            if (round >= 0) {
                nanos[round] = System.nanoTime() - start;
            }
            if (found == 0) {
                throw new IllegalStateException("nothing was found by " + name);
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "ledger search by %s among %d events: p50 %.2f ms, p99 %.2f ms, %.2f of the limit of 50 ms%n",
                name, EVENTS, nanos[ROUNDS / 2] / 1e6, nanos[ROUNDS * 99 / 100] / 1e6, nanos[ROUNDS * 99 / 100] / 50e6);
    }

    private static AuditEntry entry(String patient, int i) {
        return entry(patient, i, Instant.now());
    }

    private static AuditEntry entry(String patient, int i, Instant recorded) {
        return entry(patient, i, recorded, "TREAT");
    }

    private static AuditEntry entry(String patient, int i, Instant recorded, String purpose) {
        return new AuditEntry(
                "search-" + patient + "-" + i,
                recorded,
                AuditAction.READ,
                "read",
                AuditOutcome.SUCCESS,
                200,
                "alice",
                "benchmark",
                "Practitioner/alice",
                purpose,
                "127.0.0.1",
                Set.of(patient),
                Set.of(),
                List.of("Observation/of-" + patient),
                null,
                null,
                Map.of("method", "GET"));
    }
}
