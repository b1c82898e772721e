package org.firewarden.server.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.job.Job;
import org.firewarden.job.JobKind;
import org.firewarden.job.JobState;
import org.firewarden.job.Jobs;
import org.firewarden.problem.OperationOutcomes;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /jobs/{id}}: how a job is, for its owner, as FHIR Bulk Data Access 2.0.0 has it (Bulk Data Status Request, Bulk Data
 * Delete Request). For everybody else there is no such job.
 */
@RestController
final class JobController {

    private static final String FHIR_JSON = "application/fhir+json;charset=UTF-8";
    private static final String RETRY_SECONDS = "2";

    private static final Problem TOO_SOON =
            new Problem("throttled", "poll-too-soon", "The status was asked for too often: wait as Retry-After says.");

    private final Jobs jobs;
    private final Map<String, JobKind> kinds;
    private final URI base;
    private final Clock clock;
    private final PollPace pace;

    /** Answers with what these kinds of job say of their results. */
    JobController(Jobs jobs, Map<String, JobKind> kinds, URI base, PollPace pace, Clock clock) {
        this.clock = clock;
        this.pace = pace;
        this.jobs = jobs;
        this.kinds = Map.copyOf(kinds);
        this.base = base;
    }

    /** 202 while it goes on, 200 with its result, the problems if it failed, 404 if it was cancelled, 429 if it is asked for too often. */
    @GetMapping("/jobs/{id}")
    public void status(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        AuditDraft draft = draft(request);
        draft.interaction(AuditAction.READ, "job-status");
        Optional<Job> job = job(request, draft, id);
        if (job.isEmpty() || job.get().state() == JobState.CANCELLED) {
            absent(response, draft);
            return;
        }
        Job found = job.get();
        if (!found.state().isFinished() && !pace.admits(found.id())) {
            response.setHeader("Retry-After", PollPace.retrySeconds());
            write(response, 429, FHIR_JSON, OperationOutcomes.of(List.of(TOO_SOON), draft.correlationId()));
            return;
        }
        JobKind kind = kinds.get(found.kind());
        Optional<Instant> until =
                kind == null || found.state() != JobState.SUCCEEDED ? Optional.empty() : kind.resultUntil(found);
        if (until.isPresent() && !clock.instant().isBefore(until.get())) {
            absent(response, draft);
            return;
        }
        if (!found.state().isFinished()) {
            response.setHeader("X-Progress", progress(found));
            response.setHeader("Retry-After", RETRY_SECONDS);
            write(response, 202, FHIR_JSON, interim(found));
        } else if (found.state() == JobState.FAILED || kind == null) {
            write(
                    response,
                    JobStatus.of(found.problems()),
                    FHIR_JSON,
                    OperationOutcomes.of(found.problems(), draft.correlationId()));
        } else {
            until.ifPresent(end -> response.setDateHeader("Expires", end.toEpochMilli()));
            write(response, 200, "application/json", kind.answer(found, base));
        }
    }

    /** Cancels what goes on and forgets what is finished; what a job has made stays, unless its kind destroys it. */
    @DeleteMapping("/jobs/{id}")
    public void cancel(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        AuditDraft draft = draft(request);
        draft.interaction(AuditAction.DELETE, "job-cancel");
        Optional<Job> job = job(request, draft, id);
        Caller caller = caller(request);
        if (job.isPresent() && job.get().state().isFinished()) {
            // First, so that it can be asked for again if it fails.
            JobKind kind = kinds.get(job.get().kind());
            if (kind != null) {
                kind.forget(job.get());
            }
        }
        if (job.isEmpty() || caller == null || !jobs.cancel(job.get().id(), caller)) {
            absent(response, draft);
            return;
        }
        response.setHeader("Cache-Control", "no-store");
        response.setStatus(202);
    }

    private Optional<Job> job(HttpServletRequest request, AuditDraft draft, String id) {
        Caller caller = caller(request);
        if (caller == null) {
            draft.denied(new Decision.Deny(DenialReason.NOT_AUTHENTICATED, null));
            return Optional.empty();
        }
        draft.caller(caller);
        Optional<Job> job = uuid(id).flatMap(uuid -> jobs.find(uuid, caller));
        job.ifPresent(found -> {
            draft.entity("Job/" + found.id());
            draft.detail("kind", found.kind());
            draft.detail("state", found.state().name().toLowerCase(Locale.ROOT));
        });
        return job;
    }

    private static Optional<UUID> uuid(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            return uuid.toString().equals(id) ? Optional.of(uuid) : Optional.empty();
        } catch (IllegalArgumentException e) {
            // Not an id of ours: there is no such job.
            return Optional.empty();
        }
    }

    private static String progress(Job job) {
        return job.state() == JobState.QUEUED ? "waiting" : Math.round(job.fraction() * 100) + "% done";
    }

    /** What is known so far, as a FHIR Parameters: state, fraction, and each number that the job tells of itself. */
    private static ObjectNode interim(Job job) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("resourceType", "Parameters");
        body.withArray("parameter")
                .addObject()
                .put("name", "state")
                .put("valueCode", job.state().name().toLowerCase(Locale.ROOT));
        body.withArray("parameter").addObject().put("name", "fraction").put("valueDecimal", job.fraction());
        job.facts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(fact -> body.withArray("parameter")
                        .addObject()
                        .put("name", fact.getKey())
                        .put("valueDecimal", fact.getValue()));
        return body;
    }

    private static void absent(HttpServletResponse response, AuditDraft draft) throws IOException {
        write(
                response,
                404,
                FHIR_JSON,
                OperationOutcomes.of(
                        List.of(Problem.notFound("There is no such job of this caller.")), draft.correlationId()));
    }

    private static @Nullable Caller caller(HttpServletRequest request) {
        return request.getAttribute(Caller.REQUEST_ATTRIBUTE) instanceof Caller caller ? caller : null;
    }

    private static AuditDraft draft(HttpServletRequest request) {
        if (request.getAttribute(AuditDraft.REQUEST_ATTRIBUTE) instanceof AuditDraft draft) {
            return draft;
        }
        throw new IllegalStateException("the ledger's filter does not stand before this address");
    }

    private static void write(HttpServletResponse response, int status, String contentType, ObjectNode body)
            throws IOException {
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType(contentType);
        response.getOutputStream().write(body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
