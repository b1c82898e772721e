package org.firewarden.server.jobs;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.audit.AuditTrail;
import org.firewarden.job.JobAuthorities;
import org.firewarden.job.JobAuthority;
import org.firewarden.job.JobState;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Writes the end of each job into the audit trail, tied to the request that submitted it. */
final class JobEvents {

    private final AuditTrail trail;
    private final Clock clock;

    JobEvents(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    void ended(
            ClaimedJob job,
            JobAuthorities authorities,
            JobSeals seals,
            JobState state,
            @Nullable String result,
            List<Problem> problems) {
        Optional<Caller> owner = seals.openParameters(job.id(), job.parameters())
                .flatMap(parameters -> authorities.open(job.id(), job.kind(), parameters, job.authority()))
                .map(JobAuthority::caller);
        List<String> entities = new ArrayList<>(List.of("Job/" + job.id()));
        if (result != null) {
            entities.add(result);
        }
        String refusal = problems.isEmpty() ? null : problems.get(0).code();
        trail.append(new AuditEntry(
                job.correlationId(),
                clock.instant(),
                AuditAction.EXECUTE,
                "job-" + state.name().toLowerCase(Locale.ROOT),
                outcome(state, problems),
                status(state, problems),
                owner.map(Caller::subject).orElse(null),
                owner.map(Caller::clientId).orElse(null),
                owner.map(Caller::fhirUser).orElse(null),
                owner.map(caller -> caller.purpose().code()).orElse(null),
                "localhost",
                Set.of(),
                Set.of(),
                entities,
                refusal,
                null,
                Map.of("kind", job.kind(), "attempts", String.valueOf(job.attempts()))));
    }

    private static AuditOutcome outcome(JobState state, List<Problem> problems) {
        return AuditOutcome.ofHttpStatus(status(state, problems));
    }

    private static int status(JobState state, List<Problem> problems) {
        return state == JobState.FAILED ? JobStatus.of(problems) : 200;
    }
}
