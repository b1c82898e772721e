package org.firewarden.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditUnavailableException;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.job.Job;
import org.firewarden.job.JobAuthorities;
import org.firewarden.job.JobKind;
import org.firewarden.job.JobResult;
import org.firewarden.job.JobState;
import org.firewarden.job.JobStoppedException;
import org.firewarden.job.Jobs;
import org.firewarden.problem.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Jobs in PostgreSQL: the contract, and what happens when workers die, tables are tampered with and ledgers fail. */
class LeasedJobsIT extends JobsContract {

    private static final JobSettings SETTINGS = new JobSettings(
            2, Duration.ofMillis(50), Duration.ofMillis(600), Duration.ofHours(1), 3, 3, 50, Duration.ofDays(1));

    @TempDir
    static Path folder;

    private static final Clock CLOCK = Clock.systemUTC();

    private final List<JobWorkers> started = new ArrayList<>();
    private final List<AuditEntry> events = new CopyOnWriteArrayList<>();
    private final AtomicBoolean hasRights = new AtomicBoolean(true);
    private final AtomicInteger ledgerFailures = new AtomicInteger();

    private JdbcTemplate jdbc;
    private KeyRing keys;

    @BeforeEach
    void cleanTable() {
        jdbc = TestDatabase.jdbc();
        jdbc.update("DELETE FROM firewarden.job");
        keys = KeyRing.open(KeyRingSettings.createdIn(folder), new SecureRandom(), CLOCK);
    }

    @AfterEach
    void stop() {
        started.forEach(JobWorkers::close);
    }

    @Override
    Jobs jobs(JobKind... kinds) {
        JobWorkers workers = workers(kinds);
        workers.start();
        return jobs(workers, kinds);
    }

    private Jobs jobs(JobWorkers workers, JobKind... kinds) {
        Set<String> names = Arrays.stream(kinds).map(JobKind::name).collect(Collectors.toSet());
        return new LeasedJobs(
                new JobTable(jdbc),
                TestDatabase.transaction(),
                new JobSeals(keys),
                new JobAuthorities(keys, CLOCK),
                () -> names,
                workers::wakeUp,
                SETTINGS,
                CLOCK);
    }

    private JobWorkers workers(JobKind... kinds) {
        Map<String, JobKind> byName =
                Arrays.stream(kinds).collect(Collectors.toMap(JobKind::name, Function.identity()));
        JobWorkers workers = new JobWorkers(
                new JobTable(jdbc),
                new JobSeals(keys),
                new JobAuthorities(keys, CLOCK),
                caller -> hasRights.get(),
                () -> byName,
                this::append,
                SETTINGS,
                CLOCK);
        started.add(workers);
        return workers;
    }

    private void append(AuditEntry entry) {
        if (ledgerFailures.getAndDecrement() > 0) {
            throw new AuditUnavailableException(new IOException("the disk is full"));
        }
        events.add(entry);
    }

    @Override
    void takeRightsAway() {
        hasRights.set(false);
    }

    @Override
    String stored(UUID id) {
        return jdbc.queryForMap("SELECT * FROM firewarden.job WHERE id = ?", id).entrySet().stream()
                .map(column -> column.getKey() + "="
                        + (column.getValue() instanceof byte[] bytes
                                ? new String(bytes, StandardCharsets.ISO_8859_1)
                                : column.getValue()))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aProcessThatWasKilledIsFollowedByAnotherFromItsCheckpoint() throws Exception {
        JobKind known = new Kind("killed", run -> new JobResult("none", Map.of()));
        Jobs jobs = jobs(workers(known), known);
        Job job = jobs.submit(request("killed"), RITA);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWorker.class.getName(),
                        TestDatabase.url(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try {
            await(() -> stored(job.id()).contains("fraction=0.5"));
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();

        AtomicInteger from = new AtomicInteger(-1);
        JobKind kind = new Kind("killed", run -> {
            from.set(Integer.parseInt(new String(run.saved().orElseThrow(), StandardCharsets.UTF_8)));
            return new JobResult("DataSet/resumed", Map.of());
        });
        JobWorkers second = workers(kind);
        second.start();

        await(() -> jobs.find(job.id(), RITA).orElseThrow().state() == JobState.SUCCEEDED);
        assertThat(from).hasValue(7);
        assertThat(jobs.find(job.id(), RITA).orElseThrow().attempts()).isEqualTo(2);
        assertThat(stored(job.id())).contains("checkpoint=null");
    }

    @Test
    void whoLostTheLeaseWritesNothingAnyMore() {
        JobKind kind = new Kind("slow", run -> new JobResult("none", Map.of()));
        Job job = jobs(workers(kind), kind).submit(request("slow"), RITA);
        JobTable table = new JobTable(jdbc);
        ClaimedJob first = table.claim(Set.of("slow"), Duration.ofMillis(1)).orElseThrow();
        await(() -> table.claim(Set.of("slow"), Duration.ofMinutes(1)).isPresent());

        JobAttempt late = JobAttempt.at(
                        first,
                        table,
                        new JobSeals(keys),
                        new JobAuthorities(keys, CLOCK),
                        c -> true,
                        Duration.ofHours(1))
                .orElseThrow();
        assertThatThrownBy(() -> late.save(new byte[] {1}))
                .isInstanceOfSatisfying(
                        JobStoppedException.class,
                        e -> assertThat(e.reason()).isEqualTo(JobStoppedException.Reason.LEASE_LOST));
        late.progress(0.9, Map.of("loss", 1.0));
        assertThat(table.finish(first, JobState.SUCCEEDED, "DataSet/late", null, List.of()))
                .isFalse();
        assertThat(stored(job.id()))
                .doesNotContain("late", "fraction=0.9", "loss")
                .contains("state=RUNNING");
    }

    @Test
    void eachJobIsTakenByOneWorkerOnly() throws Exception {
        JobKind kind = new Kind("once", run -> new JobResult("none", Map.of()));
        Jobs jobs = jobs(workers(kind), kind);
        for (int i = 0; i < 20; i++) {
            jobs.submit(request("once"), person("person-" + i, "hospital-a"));
        }
        List<UUID> taken = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                JobTable table = new JobTable(jdbc);
                for (var job = table.claim(Set.of("once"), Duration.ofMinutes(1));
                        job.isPresent();
                        job = table.claim(Set.of("once"), Duration.ofMinutes(1))) {
                    taken.add(job.get().id());
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(taken).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void anAuthorityThatWasPutOnAnotherJobOpensNothing() {
        AtomicInteger runs = new AtomicInteger();
        JobKind kind = new Kind("copy", run -> {
            runs.incrementAndGet();
            return new JobResult("DataSet/1", Map.of());
        });
        JobWorkers workers = workers(kind);
        Jobs jobs = jobs(workers, kind);
        Job weak = jobs.submit(request("copy"), person("weak", "hospital-a"));
        Job strong = jobs.submit(request("copy"), person("strong", "hospital-a"));
        jdbc.update(
                "UPDATE firewarden.job SET authority = (SELECT authority FROM firewarden.job WHERE id = ?) WHERE id = ?",
                strong.id(),
                weak.id());
        Job altered = jobs.submit(request("copy"), person("altered", "hospital-a"));
        jdbc.update(
                "UPDATE firewarden.job SET authority = set_byte(authority, 60, get_byte(authority, 60) # 1) WHERE id = ?",
                altered.id());
        Job exchanged = jobs.submit(request("copy"), person("exchanged", "hospital-a"));
        jdbc.update(
                "UPDATE firewarden.job SET parameters = (SELECT parameters FROM firewarden.job WHERE id = ?) WHERE id = ?",
                strong.id(),
                exchanged.id());
        workers.start();

        await(() -> stored(exchanged.id()).contains("state=FAILED"));
        await(() -> stored(strong.id()).contains("state=SUCCEEDED"));
        for (Job job : List.of(weak, altered, exchanged)) {
            await(() -> stored(job.id()).contains("state=FAILED"));
            assertThat(stored(job.id())).contains("authority-gone");
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void aCheckpointThatWasAlteredIsNotGoneOnFrom() {
        JobKind kind = new Kind("copy", run -> {
            run.saved();
            return new JobResult("DataSet/1", Map.of());
        });
        JobWorkers workers = workers(kind);
        Job job = jobs(workers, kind).submit(request("copy"), RITA);
        jdbc.update(
                "UPDATE firewarden.job SET checkpoint = ? WHERE id = ?",
                new JobSeals(keys).sealCheckpoint(UUID.randomUUID(), new byte[] {1}),
                job.id());
        workers.start();

        await(() -> stored(job.id()).contains("state=FAILED"));
        assertThat(stored(job.id())).contains("authority-gone");
    }

    @Test
    void aJobThatNeverEndsIsGivenUp() {
        AtomicInteger runs = new AtomicInteger();
        JobKind kind = new Kind("deadly", run -> {
            runs.incrementAndGet();
            return new JobResult("none", Map.of());
        });
        JobWorkers workers = workers(kind);
        Jobs jobs = jobs(workers, kind);
        Job job = jobs.submit(request("deadly"), RITA);
        jdbc.update("UPDATE firewarden.job SET attempts = 3 WHERE id = ?", job.id());
        workers.start();

        await(() -> jobs.find(job.id(), RITA).orElseThrow().state() == JobState.FAILED);
        assertThat(jobs.find(job.id(), RITA).orElseThrow().problems())
                .extracting(Problem::code)
                .containsExactly("job-gave-up");
        assertThat(runs).hasValue(0);
    }

    @Test
    void aJobEndsInTheAuditTrailOrNotAtAll() {
        Jobs jobs = jobs(new Kind("copy", run -> new JobResult("DataSet/1", Map.of())));
        ledgerFailures.set(1);
        Job job = jobs.submit(request("copy"), RITA);
        await(() -> stored(job.id()).contains("lease=null") && !stored(job.id()).contains("state=QUEUED"));
        assertThat(stored(job.id())).contains("state=RUNNING");
        jdbc.update("UPDATE firewarden.job SET lease_until = now() WHERE id = ?", job.id());

        await(() -> jobs.find(job.id(), RITA).orElseThrow().state() == JobState.SUCCEEDED);
        assertThat(events).hasSize(1);
        assertThat(events.get(0).interaction()).isEqualTo("job-succeeded");
        assertThat(events.get(0).correlationId()).isEqualTo("correlation-1");
        assertThat(events.get(0).subject()).isEqualTo("rita");
        assertThat(events.get(0).entities()).containsExactly("Job/" + job.id(), "DataSet/1");
    }
}
