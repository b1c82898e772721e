package org.firewarden.cohort;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditTrail;
import org.firewarden.job.JobRun;
import org.firewarden.record.CohortQuery;
import org.firewarden.record.CohortReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a cohort one by one, each as the caller that the job's sealed authority names then, and with the Consents and
 * policies of that moment. Each patient leaves an event of the audit trail before anything of the record is kept (45 CFR 164.312(b)).
 * A record whose patient has withdrawn meanwhile is taken out by {@link #withdrawn}.
 */
public final class CohortCollection {

    private static final int EVENTS_AT_ONCE = 20;
    private static final int LOOKED_AT_ONCE = 200;

    /** Clocks of nodes differ, and a Consent may be on its way into the database. */
    private static final Duration SKEW = Duration.ofSeconds(10);

    private final JobRun run;
    private final CohortReader cohorts;
    private final CohortQuery query;
    private final CollectedRecords records;
    private final AuditTrail trail;
    private final Supplier<AuditDraft> drafts;
    private final Clock clock;

    /** By record, the change of a Consent after which it was read again. */
    private final Map<Integer, Instant> followed = new HashMap<>();

    /**
     * Collects for one attempt of a job.
     *
     * @param drafts begins the events of what is read for the job
     */
    public CohortCollection(
            JobRun run,
            CohortReader cohorts,
            CohortQuery query,
            CollectedRecords records,
            AuditTrail trail,
            Supplier<AuditDraft> drafts,
            Clock clock) {
        this.run = run;
        this.cohorts = cohorts;
        this.query = query;
        this.records = records;
        this.trail = trail;
        this.drafts = drafts;
        this.clock = clock;
    }

    /**
     * Reads each record that was not read yet.
     *
     * @param kept told after each few records that are kept
     */
    public void collect(Runnable kept) {
        List<Collected> batch = new ArrayList<>();
        List<Subject> pending = records.inState(SubjectState.PENDING, -1, LOOKED_AT_ONCE);
        while (!pending.isEmpty()) {
            for (Subject subject : pending) {
                batch.add(read(subject));
                if (batch.size() == EVENTS_AT_ONCE) {
                    keep(batch);
                    kept.run();
                }
            }
            keep(batch);
            pending = records.inState(SubjectState.PENDING, -1, LOOKED_AT_ONCE);
        }
    }

    /** What was read of one record, with its events. */
    private record Collected(int ordinal, SubjectState state, List<ObjectNode> resources, List<AuditEntry> events) {}

    private Collected read(Subject subject) {
        Caller caller = run.step();
        AuditDraft events = drafts.get();
        List<ObjectNode> resources = new ArrayList<>();
        CohortReader.Found found = cohorts.read(caller, subject.patientId(), query, events, resources::add);
        if (found == CohortReader.Found.HIDDEN) {
            events.withheld(Set.of(subject.patientId()));
            return new Collected(
                    subject.ordinal(), SubjectState.HIDDEN, List.of(), events.toEntries(clock.instant(), 403));
        }
        if (found == CohortReader.Found.OTHER || resources.isEmpty()) {
            return new Collected(subject.ordinal(), SubjectState.OTHER, List.of(), List.of());
        }
        events.patients(Set.of(subject.patientId()));
        return new Collected(subject.ordinal(), SubjectState.DONE, resources, events.toEntries(clock.instant(), 200));
    }

    /** The events first: what is not written down is not kept. */
    private void keep(List<Collected> batch) {
        List<AuditEntry> events =
                batch.stream().flatMap(record -> record.events().stream()).toList();
        if (!events.isEmpty()) {
            trail.appendAll(events);
        }
        batch.forEach(record -> records.keep(record.ordinal(), record.state(), record.resources()));
        batch.clear();
    }

    /**
     * Takes out who is not open any more, and marks as not read yet whose Consents have changed since they were read.
     *
     * @param startedAt when the job first began
     * @return how many records are not as they were
     */
    public int withdrawn(Instant startedAt) {
        Map<String, Instant> changed = cohorts.consentsChangedSince(startedAt.minus(SKEW));
        int touched = 0;
        int after = -1;
        List<Subject> done = records.inState(SubjectState.DONE, after, LOOKED_AT_ONCE);
        while (!done.isEmpty()) {
            for (Subject subject : done) {
                after = subject.ordinal();
                Caller caller = run.step();
                if (!cohorts.sees(caller, subject.patientId(), query)) {
                    AuditDraft events = drafts.get();
                    events.withheld(Set.of(subject.patientId()));
                    trail.appendAll(events.toEntries(clock.instant(), 403));
                    records.keep(subject.ordinal(), SubjectState.HIDDEN, List.of());
                    touched++;
                } else if (isNews(subject, changed.get(subject.patientId()))) {
                    records.keep(subject.ordinal(), SubjectState.PENDING, List.of());
                    touched++;
                }
            }
            done = records.inState(SubjectState.DONE, after, LOOKED_AT_ONCE);
        }
        return touched;
    }

    /** A change that is seen is committed; reading once after that is enough. */
    private boolean isNews(Subject subject, @Nullable Instant change) {
        return change != null && !change.equals(followed.put(subject.ordinal(), change));
    }
}
