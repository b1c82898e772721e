package org.firewarden.server.export;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditTrail;
import org.firewarden.audit.AuditUnavailableException;
import org.firewarden.cohort.CohortCollection;
import org.firewarden.cohort.SubjectState;
import org.firewarden.job.Job;
import org.firewarden.job.JobFailedException;
import org.firewarden.job.JobKind;
import org.firewarden.job.JobResult;
import org.firewarden.job.JobRun;
import org.firewarden.job.JobStoppedException;
import org.firewarden.problem.Problem;
import org.firewarden.record.CohortReader;
import org.firewarden.record.CohortRefusedException;
import org.springframework.dao.DataAccessException;

/**
 * Makes a bulk export: collects the records one by one through the gate, looks at the Consents once more, and lets the caller have the
 * files. Who withdraws while it works is not in them; if the policy allows no bulk any more, nothing is.
 */
final class BulkExportJob implements JobKind {

    private static final int MOST_ROUNDS = 5;
    private static final double COLLECTED = 0.9;

    private final FhirContext fhir;
    private final Predicate<Caller> mayExport;
    private final CohortReader cohorts;
    private final ExportStore store;
    private final AuditTrail trail;
    private final ExportSettings settings;
    private final Clock clock;

    /**
     * Reads from there, writes here.
     *
     * @param mayExport whether a policy allows bulk to a caller now
     */
    BulkExportJob(
            FhirContext fhir,
            Predicate<Caller> mayExport,
            CohortReader cohorts,
            ExportStore store,
            AuditTrail trail,
            ExportSettings settings,
            Clock clock) {
        this.fhir = fhir;
        this.mayExport = mayExport;
        this.cohorts = cohorts;
        this.store = store;
        this.trail = trail;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return ExportKickOff.KIND;
    }

    /** The Bulk Data Output Manifest. */
    @Override
    public ObjectNode answer(Job job, URI base) {
        ExportStore.Ready export = store.ofJob(job.id()).orElseThrow();
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("transactionTime", export.startedAt().toString());
        manifest.put("request", ExportRequest.of(job.parameters()).url());
        manifest.put("requiresAccessToken", true);
        manifest.putArray("output");
        for (ExportFiles.File file : export.files().files()) {
            manifest.withArray("output")
                    .addObject()
                    .put("type", file.type())
                    .put("url", base + "/exports/" + export.id() + "/files/" + file.name())
                    .put("count", file.resources());
        }
        manifest.putArray("deleted");
        manifest.putArray("error");
        return manifest;
    }

    @Override
    public Optional<Instant> resultUntil(Job job) {
        return Optional.of(
                store.ofJob(job.id()).map(ExportStore.Ready::expiresAt).orElse(Instant.EPOCH));
    }

    /** Whoever forgets the job has the files destroyed (Bulk Data Delete Request). */
    @Override
    public void forget(Job job) {
        store.destroy(job.id()).ifPresent(id -> trail.append(ExportExpiry.destruction(clock, id, "deleted")));
    }

    @Override
    public JobResult run(JobRun run) throws Exception {
        boolean isKept = false;
        try {
            JobResult result = new Work(run, ExportRequest.of(run.parameters())).done();
            isKept = true;
            return result;
        } catch (CohortRefusedException e) {
            throw new JobFailedException(e.refused().problems());
        } catch (JobStoppedException e) {
            isKept = e.reason() == JobStoppedException.Reason.LEASE_LOST;
            throw e;
        } catch (AuditUnavailableException | DataAccessException e) {
            isKept = true;
            throw e;
        } finally {
            if (!isKept) {
                store.destroy(run.id());
            }
        }
    }

    /** One attempt. */
    private final class Work {

        private final JobRun run;
        private final ExportRequest request;
        private final Caller owner;
        private final ExportStore.Draft draft;
        private final ExportRecords records;
        private final CohortCollection collection;

        Work(JobRun run, ExportRequest request) {
            this.run = run;
            this.request = request;
            this.owner = run.step();
            this.draft = store.begin(run.id(), run.attempt(), owner);
            this.records = new ExportRecords(store, draft, new ElementSelection(fhir, request.elements()));
            this.collection = new CohortCollection(run, cohorts, request.query(), records, trail, this::events, clock);
        }

        JobResult done() throws IOException {
            demandRights();
            if (records.count() == 0) {
                records.subjects(wanted());
            }
            for (int round = 0; round < MOST_ROUNDS; round++) {
                collection.collect(this::progress);
                unowned();
                if (collection.withdrawn(draft.startedAt()) == 0) {
                    return released();
                }
            }
            throw new JobFailedException(List.of(new Problem(
                    "conflict", "consents-in-motion", "Consents changed faster than the export could be made.")));
        }

        /** The gate shows nothing where bulk is closed; an empty export would say that there is nothing. */
        private void demandRights() {
            if (!mayExport.test(run.step())) {
                throw new JobFailedException(List.of(Problem.forbidden(
                        "bulk-closed", "No policy allows bulk export for this role and this purpose any more.")));
            }
        }

        private List<String> wanted() {
            Set<String> named = new LinkedHashSet<>(request.patients());
            if (named.isEmpty()) {
                return cohorts.patients(owner, request.query(), events());
            }
            if (request.query().group() != null) {
                named.retainAll(cohorts.patients(owner, request.query(), events()));
            }
            return List.copyOf(named);
        }

        private AuditDraft events() {
            AuditDraft events = new AuditDraft(run.correlationId(), "localhost");
            events.caller(owner);
            events.interaction(AuditAction.EXECUTE, ExportRights.OPERATION);
            events.entity("Export/" + draft.id());
            events.detail("job", run.id().toString());
            return events;
        }

        /** What is nobody's record, each type as one record of its own behind those of the patients. */
        private void unowned() {
            int ordinal = Integer.MAX_VALUE;
            for (String type : request.query().types()) {
                if (cohorts.sharedTypes().contains(type)) {
                    Caller caller = run.step();
                    AuditDraft events = events();
                    List<ObjectNode> resources = new ArrayList<>();
                    cohorts.unowned(caller, type, request.query(), events, resources::add);
                    trail.appendAll(events.toEntries(clock.instant(), 200));
                    records.keep(ordinal--, SubjectState.DONE, resources);
                }
            }
        }

        private void progress() {
            demandRights();
            int all = Math.max(1, records.count());
            run.progress(COLLECTED * (all - records.count(SubjectState.PENDING)) / all, Map.of("patients", (double)
                    records.count(SubjectState.DONE)));
        }

        private JobResult released() throws IOException {
            demandRights();
            long patients = records.count(SubjectState.DONE);
            AuditEntry completion = completion(patients);
            trail.append(completion);
            ExportFiles files = store.release(draft, owner, clock.instant().plus(settings.lifetime()));
            long resources = files.files().stream()
                    .mapToLong(ExportFiles.File::resources)
                    .sum();
            return new JobResult(
                    "Export/" + draft.id(), Map.of("patients", (double) patients, "resources", (double) resources));
        }

        private AuditEntry completion(long patients) {
            AuditDraft events = new AuditDraft(run.correlationId(), "localhost");
            events.caller(owner);
            events.kind(AuditKind.EXPORT_COMPLETION);
            events.entity("Export/" + draft.id());
            events.entity("Job/" + run.id());
            events.detail("patients", String.valueOf(patients));
            events.detail("patients-withheld", String.valueOf(records.count(SubjectState.HIDDEN)));
            events.detail(AuditDetail.KEY_PURPOSE, "bulk-export");
            return events.toEntry(clock.instant(), 200);
        }
    }
}
