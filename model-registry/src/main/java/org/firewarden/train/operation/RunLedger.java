package org.firewarden.train.operation;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.audit.AuditTrail;
import org.firewarden.job.JobRun;

/** Writes down in the ledger what a run of {@code $train} or {@code $reproduce} does: that it begins, ends, or is refused. */
record RunLedger(AuditTrail audit, Clock clock) {

    /**
     * One event.
     *
     * @param entities references of what it is about, the data set first
     */
    void note(JobRun run, Caller caller, List<String> entities, boolean isRefused, Map<String, String> details) {
        audit.append(new AuditEntry(
                run.correlationId(),
                clock.instant(),
                AuditAction.EXECUTE,
                AuditKind.TRAINING_RUN.code(),
                isRefused ? AuditOutcome.MINOR_FAILURE : AuditOutcome.SUCCESS,
                isRefused ? 422 : 200,
                caller.subject(),
                caller.clientId(),
                caller.fhirUser(),
                caller.purpose().code(),
                "localhost",
                Set.of(),
                Set.of(),
                entities,
                null,
                null,
                details));
    }
}
