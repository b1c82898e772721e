package org.firewarden.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.job.Job;
import org.firewarden.job.JobFailedException;
import org.firewarden.job.JobKind;
import org.firewarden.job.JobRequest;
import org.firewarden.job.JobResult;
import org.firewarden.job.JobRun;
import org.firewarden.job.JobState;
import org.firewarden.job.Jobs;
import org.firewarden.job.TooManyJobsException;
import org.firewarden.problem.Problem;
import org.junit.jupiter.api.Test;

/** What each implementation of {@link Jobs} keeps to. */
abstract class JobsContract {

    static final Caller RITA = person("rita", "hospital-a");

    /** The person of each test, so that tests do not count each other's jobs. */
    private final Caller me = person("person-" + UUID.randomUUID(), "hospital-a");

    /** Started jobs, with these kinds; one attempt may be made to lose its rights. */
    abstract Jobs jobs(JobKind... kinds);

    /** From now on nobody has rights. */
    abstract void takeRightsAway();

    /** The text of the table row of a job, as somebody who can read the database sees it. */
    abstract String stored(UUID id);

    static Caller person(String subject, String tenant) {
        return new Caller(
                subject,
                "app",
                Set.of(Role.RESEARCHER),
                SmartScopes.parse("user/*.rs"),
                PurposeOfUse.HRESCH,
                "Practitioner/rita",
                null,
                null,
                null,
                tenant);
    }

    static JobRequest request(String kind) {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode().put("query", "needle-in-parameters");
        return new JobRequest(kind, parameters, "correlation-1");
    }

    static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("it did not come to that in time");
            }
            Thread.onSpinWait();
        }
    }

    private Job ended(Jobs jobs, Job job) {
        await(() -> jobs.find(job.id(), me).orElseThrow().state().isFinished());
        return jobs.find(job.id(), me).orElseThrow();
    }

    @Test
    void aJobIsDoneOnBehalfOfWhoSubmittedIt() {
        Map<String, Object> seen = new ConcurrentHashMap<>();
        Jobs jobs = jobs(new Kind("copy", run -> {
            seen.put("caller", run.step());
            seen.put("parameters", run.parameters());
            seen.put("correlation", run.correlationId());
            return new JobResult("DataSet/1", Map.of("patients", 12.0));
        }));

        Job submitted = jobs.submit(request("copy"), me);
        assertThat(submitted.state()).isEqualTo(JobState.QUEUED);
        Job job = ended(jobs, submitted);

        assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(job.result()).isEqualTo("DataSet/1");
        assertThat(job.fraction()).isEqualTo(1);
        assertThat(job.facts()).containsEntry("patients", 12.0);
        assertThat(job.finishedAt()).isNotNull();
        assertThat(seen).containsEntry("caller", me).containsEntry("correlation", "correlation-1");
        assertThat(seen.get("parameters")).isEqualTo(request("copy").parameters());
    }

    @Test
    void nobodyElseSeesOrEndsAJob() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Jobs jobs = jobs(new Kind("wait", run -> {
            goOn.await();
            return new JobResult("DataSet/1", Map.of());
        }));
        Job job = jobs.submit(request("wait"), me);
        Caller elsewhere = person(me.subject(), "hospital-b");
        Caller throughAnotherApp = new Caller(
                me.subject(), "other", me.roles(), me.scopes(), me.purpose(), null, null, null, null, me.tenant());

        for (Caller other : List.of(RITA, elsewhere, throughAnotherApp)) {
            assertThat(jobs.find(job.id(), other)).isEmpty();
            assertThat(jobs.cancel(job.id(), other)).isFalse();
        }
        goOn.countDown();
        assertThat(ended(jobs, job).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void progressIsSeenWhileItIsMade() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        Jobs jobs = jobs(new Kind("train", run -> {
            run.progress(0.25, Map.of("loss", 0.5, "epsilon", 1.25));
            seen.await();
            return new JobResult("Device/1", Map.of("loss", 0.25));
        }));
        Job job = jobs.submit(request("train"), me);

        await(() -> jobs.find(job.id(), me).orElseThrow().fraction() == 0.25);
        Job now = jobs.find(job.id(), me).orElseThrow();
        assertThat(now.state()).isEqualTo(JobState.RUNNING);
        assertThat(now.facts()).containsEntry("loss", 0.5).containsEntry("epsilon", 1.25);
        seen.countDown();
        assertThat(ended(jobs, job).facts()).containsEntry("loss", 0.25);
    }

    @Test
    void aCancelledJobStopsAtItsNextStep() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        AtomicInteger steps = new AtomicInteger();
        CountDownLatch stopped = new CountDownLatch(1);
        Jobs jobs = jobs(new Kind("endless", run -> {
            try {
                while (true) {
                    run.step();
                    steps.incrementAndGet();
                    running.countDown();
                }
            } finally {
                stopped.countDown();
            }
        }));
        Job job = jobs.submit(request("endless"), me);
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(jobs.cancel(job.id(), me)).isTrue();
        assertThat(jobs.find(job.id(), me).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
        assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(steps.get()).isPositive();
    }

    @Test
    void aFailureTellsItsReasonsAndNothingElse() {
        Jobs jobs = jobs(
                new Kind("refused", run -> {
                    throw new JobFailedException(List.of(Problem.invalid("target-missing", "There is no target.")));
                }),
                new Kind("broken", run -> {
                    throw new IllegalStateException("needle-in-exception");
                }));

        Job refused = ended(jobs, jobs.submit(request("refused"), me));
        assertThat(refused.state()).isEqualTo(JobState.FAILED);
        assertThat(refused.problems()).containsExactly(Problem.invalid("target-missing", "There is no target."));
        Job broken = ended(jobs, jobs.submit(request("broken"), me));
        assertThat(broken.problems()).extracting(Problem::code).containsExactly("internal-error");
        assertThat(stored(broken.id())).doesNotContain("needle");
    }

    @Test
    void whoLosesTheRightLosesTheJob() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger after = new AtomicInteger();
        Jobs jobs = jobs(new Kind("long", run -> {
            run.step();
            running.countDown();
            goOn.await();
            run.step();
            after.incrementAndGet();
            return new JobResult("DataSet/1", Map.of());
        }));
        Job job = jobs.submit(request("long"), me);
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();

        takeRightsAway();
        goOn.countDown();

        Job ended = ended(jobs, job);
        assertThat(ended.state()).isEqualTo(JobState.FAILED);
        assertThat(ended.problems()).extracting(Problem::code).containsExactly("authority-gone");
        assertThat(after).hasValue(0);
    }

    @Test
    void whatItIsAboutLiesSealed() {
        Jobs jobs = jobs(new Kind("copy", run -> {
            run.save("needle-in-checkpoint".getBytes(StandardCharsets.UTF_8));
            assertThat(stored(run.id())).doesNotContain("needle");
            return new JobResult("DataSet/1", Map.of());
        }));
        Job job = ended(jobs, jobs.submit(request("copy"), me));
        assertThat(job.problems()).isEmpty();
        assertThat(stored(job.id())).contains("DataSet/1").doesNotContain("needle");
        assertThat(job.parameters().path("query").asText()).isEqualTo("needle-in-parameters");
    }

    @Test
    void oneCallerDoesNotFillTheQueue() {
        CountDownLatch goOn = new CountDownLatch(1);
        Jobs jobs = jobs(new Kind("wait", run -> {
            goOn.await();
            return new JobResult("DataSet/1", Map.of());
        }));
        for (int i = 0; i < 3; i++) {
            jobs.submit(request("wait"), me);
        }
        assertThatThrownBy(() -> jobs.submit(request("wait"), me)).isInstanceOf(TooManyJobsException.class);
        jobs.submit(request("wait"), person("another-" + UUID.randomUUID(), "hospital-a"));
        goOn.countDown();
    }

    @Test
    void aFinishedJobCanBeForgotten() {
        Jobs jobs = jobs(new Kind("copy", run -> new JobResult("DataSet/1", Map.of())));
        Job job = ended(jobs, jobs.submit(request("copy"), me));

        assertThat(jobs.cancel(job.id(), me)).isTrue();
        assertThat(jobs.find(job.id(), me)).isEmpty();
        assertThat(jobs.cancel(job.id(), me)).isFalse();
    }

    @Test
    void aKindThatNobodyDoesIsNotTakenIn() {
        Jobs jobs = jobs(new Kind("copy", run -> new JobResult("DataSet/1", Map.of())));
        assertThatThrownBy(() -> jobs.submit(request("other"), me)).isInstanceOf(IllegalArgumentException.class);
    }

    /** What a kind does, as a lambda. */
    interface Work {
        JobResult on(JobRun run) throws Exception;
    }

    record Kind(String name, Work work) implements JobKind {
        @Override
        public JobResult run(JobRun run) throws Exception {
            return work.on(run);
        }

        @Override
        public ObjectNode answer(Job job, URI base) {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}
