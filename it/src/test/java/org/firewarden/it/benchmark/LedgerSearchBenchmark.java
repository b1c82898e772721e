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
import org.firewarden.ledger.search.AuditEventTable;
import org.firewarden.ledger.search.AuditSearch;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How long a page of 50 AuditEvents takes among many ({@code -Devents=10000000}), opened with its keys: by patient, by patient and
 * time, by patient and person, by resource. 20 patients have 200 true events each; the rest are rows of the same shape that no
 * key opens, with random hashes, and never match.
 */
public final class LedgerSearchBenchmark {

    private static final long EVENTS = Long.getLong("events", 10_000_000L);
    private static final long STEP = 100_000;
    private static final int PATIENTS = 20;
    private static final int EVENTS_OF_EACH = 200;
    private static final int ROUNDS = 200;

    /** Far above the places of the true events. */
    private static final long FIRST = 1_000_000_000_000L;

    private LedgerSearchBenchmark() {}

    /** Runs it; prints a line for each kind of search. */
    public static void main(String[] arguments) throws Exception {
        try (BenchmarkLedger ledger = new BenchmarkLedger()) {
            append(ledger.bean(PostgresLedger.class));
            fill(ledger.bean(JdbcTemplate.class));
            AuditEventTable table = ledger.bean(AuditEventTable.class);
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

    private static void fill(JdbcTemplate jdbc) {
        String content =
                jdbc.queryForObject("SELECT content FROM firewarden.ledger_event ORDER BY seq LIMIT 1", String.class);
        for (long from = FIRST; from < FIRST + EVENTS; from += STEP) {
            long end = Math.min(from + STEP, FIRST + EVENTS) - 1;
            jdbc.update(
                    "INSERT INTO firewarden.ledger_event"
                            + " (seq, id, recorded, outcome, leaf, content, interaction, purpose, marks)"
                            + " SELECT s, gen_random_uuid(), timestamptz '2024-01-01' + s % 60000000 * interval '1 s', '0',"
                            + " decode(md5(s::text) || md5('x' || s), 'hex'), ?, 'read', 'TREAT', 3"
                            + " FROM generate_series(?::bigint, ?::bigint) s",
                    content, from, end);
            jdbc.update(
                    "INSERT INTO firewarden.ledger_index (key, seq)"
                            + " SELECT decode(md5(k.name), 'hex'), s FROM generate_series(?::bigint, ?::bigint) s,"
                            + " LATERAL (VALUES ('p' || s % 100000), ('a' || s % 500), ('u' || s % 500), ('c' || s % 20),"
                            + " ('e' || s), ('r' || s), ('n' || s % 300)) k (name)",
                    from, end);
        }
        jdbc.execute("ANALYZE firewarden.ledger_event");
        jdbc.execute("ANALYZE firewarden.ledger_index");
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
        return new AuditEntry(
                "search-" + patient + "-" + i,
                Instant.now(),
                AuditAction.READ,
                "read",
                AuditOutcome.SUCCESS,
                200,
                "alice",
                "benchmark",
                "Practitioner/alice",
                "TREAT",
                "127.0.0.1",
                Set.of(patient),
                Set.of(),
                List.of("Observation/of-" + patient),
                null,
                null,
                Map.of("method", "GET"));
    }
}
