package org.firewarden.server.jobs;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.firewarden.audit.AuditTrail;
import org.firewarden.audit.AuditUnavailableException;
import org.firewarden.job.JobAuthorities;
import org.firewarden.job.JobFailedException;
import org.firewarden.job.JobKind;
import org.firewarden.job.JobResult;
import org.firewarden.job.JobState;
import org.firewarden.job.JobStoppedException;
import org.firewarden.job.RightsInForce;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * The threads of this node that do jobs. A job that ends is written into the audit trail before its state changes: if that fails,
 * it is done again. Nothing of a failure but the name of its class is logged.
 */
final class JobWorkers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobWorkers.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(15);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final Problem GAVE_UP =
            new Problem("exception", "job-gave-up", "The job was begun several times and never came to an end.");
    private static final Problem INTERNAL =
            new Problem("exception", "internal-error", "The job failed on the side of the server.");
    private static final Problem AUTHORITY_GONE = Problem.forbidden(
            "authority-gone", "The right to do this has ended; what was done so far was not released.");

    private final JobTable table;
    private final JobSeals seals;
    private final JobAuthorities authorities;
    private final RightsInForce rights;
    private final Supplier<Map<String, JobKind>> offered;
    private Map<String, JobKind> kinds = Map.of();
    private final JobEvents events;
    private final JobSettings settings;
    private final Semaphore work = new Semaphore(0);
    private final Set<JobAttempt> attempts = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private final ScheduledExecutorService heart;
    private volatile boolean isStopping;

    JobWorkers(
            JobTable table,
            JobSeals seals,
            JobAuthorities authorities,
            RightsInForce rights,
            Supplier<Map<String, JobKind>> offered,
            AuditTrail trail,
            JobSettings settings,
            Clock clock) {
        this.table = table;
        this.seals = seals;
        this.authorities = authorities;
        this.rights = rights;
        this.offered = offered;
        this.events = new JobEvents(trail, clock);
        this.settings = settings;
        this.heart = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "job-leases"));
    }

    /** Starts the threads. */
    void start() {
        kinds = Map.copyOf(offered.get());
        long beat = Math.max(100, settings.lease().toMillis() / 3);
        // Both catch whatever goes wrong, so nobody has to look at their futures.
        var unusedBeat = heart.scheduleWithFixedDelay(this::showLife, beat, beat, TimeUnit.MILLISECONDS);
        var unusedPurge = heart.scheduleWithFixedDelay(this::purge, 1, 60, TimeUnit.MINUTES);
        for (int i = 0; i < settings.workers() && !kinds.isEmpty(); i++) {
            Thread thread = daemon(this::work, "job-worker-" + (i + 1));
            threads.add(thread);
            thread.start();
        }
    }

    /** There may be a job. */
    void wakeUp() {
        work.release();
    }

    private void work() {
        while (!isStopping) {
            Optional<ClaimedJob> job;
            try {
                job = table.claim(kinds.keySet(), settings.lease());
            } catch (RuntimeException e) {
                // The database is away; jobs wait until it is back.
                LOG.warn("No job could be taken: {}", e.getClass().getName());
                job = Optional.empty();
            }
            if (job.isPresent()) {
                attempt(job.get());
            } else {
                waitForWork();
            }
        }
    }

    private void waitForWork() {
        try {
            if (work.tryAcquire(settings.poll().toMillis(), TimeUnit.MILLISECONDS)) {
                work.drainPermits();
            }
        } catch (InterruptedException e) {
            // close() wakes the worker up; the loop looks at isStopping.
            Thread.currentThread().interrupt();
            isStopping = true;
        }
    }

    private void attempt(ClaimedJob job) {
        try {
            doOrEnd(job);
        } catch (AuditUnavailableException | DataAccessException e) {
            LOG.warn(
                    "Job {} waits for another attempt: {}",
                    job.id(),
                    e.getClass().getName());
            letGo(job, RETRY_AFTER.multipliedBy(job.attempts()), true);
        } catch (RuntimeException | Error e) {
            // The state could not be written; the lease runs out and another attempt is made.
            LOG.error("Job {} could not be ended: {}", job.id(), e.getClass().getName());
        }
    }

    private void doOrEnd(ClaimedJob job) {
        Optional<JobAttempt> attempt = JobAttempt.at(job, table, seals, authorities, rights, settings.lease());
        JobKind kind = kinds.get(job.kind());
        if (attempt.isEmpty() || kind == null) {
            end(job, null, JobState.FAILED, null, List.of(AUTHORITY_GONE));
        } else if (job.attempts() > settings.attempts()) {
            end(job, null, JobState.FAILED, null, List.of(GAVE_UP));
        } else {
            attempts.add(attempt.get());
            try {
                run(job, kind, attempt.get());
            } finally {
                attempts.remove(attempt.get());
            }
        }
    }

    private void run(ClaimedJob job, JobKind kind, JobAttempt attempt) {
        JobResult result;
        try {
            attempt.step();
            result = kind.run(attempt);
        } catch (JobStoppedException e) {
            stop(job, e.reason());
            return;
        } catch (JobFailedException e) {
            end(job, null, JobState.FAILED, null, e.problems());
            return;
        } catch (AuditUnavailableException | DataAccessException e) {
            throw e;
        } catch (Exception | Error e) {
            if (isStopping) {
                letGo(job, Duration.ZERO, false);
                return;
            }
            // Its message may quote patient data.
            LOG.error(
                    "Job {} of kind {} failed: {} at {}",
                    job.id(),
                    job.kind(),
                    e.getClass().getName(),
                    place(e));
            end(job, null, JobState.FAILED, null, List.of(INTERNAL));
            return;
        }
        end(job, result.reference(), JobState.SUCCEEDED, result.facts(), List.of());
    }

    private void stop(ClaimedJob job, JobStoppedException.Reason reason) {
        switch (reason) {
            case CANCELLED -> end(job, null, JobState.CANCELLED, null, List.of());
            case AUTHORITY_GONE -> end(job, null, JobState.FAILED, null, List.of(AUTHORITY_GONE));
            case LEASE_LOST -> letGo(job, Duration.ZERO, false);
        }
    }

    private void end(
            ClaimedJob job,
            @Nullable String result,
            JobState state,
            @Nullable Map<String, Double> facts,
            List<Problem> problems) {
        events.ended(job, authorities, seals, state, result, problems);
        if (table.finish(job, state, result, facts, problems)) {
            LOG.info("Job {} of kind {} ended: {}", job.id(), job.kind(), state);
        }
    }

    private void letGo(ClaimedJob job, Duration delay, boolean countsAsAttempt) {
        try {
            table.release(job, delay, countsAsAttempt);
        } catch (DataAccessException e) {
            // Then the lease runs out by itself.
            LOG.warn("Job {} could not be let go of: {}", job.id(), e.getClass().getName());
        }
    }

    private void showLife() {
        for (JobAttempt attempt : attempts) {
            try {
                attempt.showLife();
            } catch (RuntimeException e) {
                // The next beat tries again; if the lease runs out before, another worker goes on.
                LOG.warn("A lease could not be renewed: {}", e.getClass().getName());
            }
        }
    }

    private void purge() {
        try {
            table.purge(settings.retention());
        } catch (RuntimeException e) {
            // The next hour tries again.
            LOG.warn("Finished jobs could not be removed: {}", e.getClass().getName());
        }
    }

    /** Where in our own code it happened; a stack frame holds no data. */
    private static String place(Throwable failure) {
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (frame.getClassName().startsWith("org.firewarden.")) {
                return frame.getClassName() + ":" + frame.getLineNumber();
            }
        }
        return "elsewhere";
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Ends each attempt at its next step and lets go of the jobs, for other nodes or the next start. */
    @Override
    public void close() {
        isStopping = true;
        attempts.forEach(JobAttempt::interrupt);
        work.release(threads.size());
        long until = System.nanoTime() + STOP_WITHIN.toNanos();
        for (Thread thread : threads) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        heart.shutdownNow();
    }
}
