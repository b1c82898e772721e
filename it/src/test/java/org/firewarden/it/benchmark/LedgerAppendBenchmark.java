package org.firewarden.it.benchmark;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.ledger.PostgresLedger;

/**
 * Durable events a second with 64 writers, each of which waits for its event before it writes the next, on an embedded
 * PostgreSQL with flushing on. The writers and the database run on the same cores. Patients come from a pool of 2,000.
 */
public final class LedgerAppendBenchmark {

    private static final int WRITERS = Integer.getInteger("writers", 64);
    private static final int PATIENTS = 2_000;
    private static final int ROUNDS = 5;
    private static final long ROUND_NANOS = 8_000_000_000L;

    private LedgerAppendBenchmark() {}

    /** Runs it; prints a line for each round and the median. */
    public static void main(String[] arguments) throws Exception {
        try (BenchmarkLedger ledger = new BenchmarkLedger()) {
            measure(ledger.bean(PostgresLedger.class));
        }
    }

    private static void measure(PostgresLedger ledger) throws Exception {
        round(ledger);
        List<Double> rates = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            long[] nanos = round(ledger);
            Arrays.sort(nanos);
            double rate = nanos.length / (ROUND_NANOS / 1e9);
            rates.add(rate);
            System.out.printf(
                    "ledger append, round %d: %.0f events/s, wait p50 %.2f ms, p99 %.2f ms%n",
                    round, rate, nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6);
        }
        rates.sort(null);
        double median = rates.get(ROUNDS / 2);
        System.out.printf(
                "ledger append: %.0f durable events/s with %d writers, %.2f of the floor of 5000%n",
                median, WRITERS, median / 5000);
    }

    private static long[] round(PostgresLedger ledger) throws Exception {
        long end = System.nanoTime() + ROUND_NANOS;
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<List<Long>>> running = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int first = writer * 31;
            running.add(writers.submit(() -> {
                List<Long> waits = new ArrayList<>();
                for (int i = first; System.nanoTime() < end; i++) {
                    long start = System.nanoTime();
                    ledger.append(entry(i));
                    waits.add(System.nanoTime() - start);
                }
                return waits;
            }));
        }
        List<Long> all = new ArrayList<>();
        for (Future<List<Long>> writer : running) {
            all.addAll(writer.get());
        }
        writers.shutdown();
        return all.stream().mapToLong(Long::longValue).toArray();
    }

    private static AuditEntry entry(int i) {
        return new AuditEntry(
                "benchmark-" + i,
                Clock.systemUTC().instant(),
                AuditAction.READ,
                "read",
                AuditOutcome.SUCCESS,
                200,
                "alice",
                "benchmark",
                "Practitioner/alice",
                "TREAT",
                "127.0.0.1",
                Set.of("patient-" + i % PATIENTS),
                Set.of(),
                List.of("Observation/" + i),
                null,
                null,
                Map.of("method", "GET"));
    }
}
