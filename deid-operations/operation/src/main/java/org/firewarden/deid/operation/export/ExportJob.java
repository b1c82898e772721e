package org.firewarden.deid.operation.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
import org.firewarden.crypto.Sha256;
import org.firewarden.dataset.Custody;
import org.firewarden.dataset.DataFile;
import org.firewarden.dataset.DataSet;
import org.firewarden.dataset.Lineage;
import org.firewarden.dataset.Sensitivity;
import org.firewarden.deid.engine.EngineVersion;
import org.firewarden.deid.engine.dataset.DataSetOutput;
import org.firewarden.deid.engine.dataset.DataSetRun;
import org.firewarden.deid.engine.dataset.RunResult;
import org.firewarden.deid.engine.policy.Method;
import org.firewarden.deid.engine.policy.Policy;
import org.firewarden.deid.engine.release.TermsException;
import org.firewarden.deid.operation.Engines;
import org.firewarden.deid.operation.Policies;
import org.firewarden.deid.operation.dataset.DataSetDrafts;
import org.firewarden.deid.operation.dataset.DataSetDrafts.Draft;
import org.firewarden.deid.operation.dataset.DataSetRegistry;
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
 * Makes a data set: collects the records one by one through the gate, as the caller and as Consents are at that moment; has the
 * engine de-identify all of them; looks at the Consents once more and releases. A record whose patient has withdrawn in between is
 * taken out and the engine runs again. Each patient leaves an event of the audit trail before anything of the record is kept.
 */
public final class ExportJob implements JobKind {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_ROUNDS = 5;
    private static final double COLLECTED = 0.6;
    private static final double REWRITTEN = 0.95;

    private final Engines engines;
    private final CohortReader cohorts;
    private final DataSetRegistry registry;
    private final AuditTrail trail;
    private final ExportSettings settings;
    private final Clock clock;

    /** Reads from there, writes here. */
    public ExportJob(
            Engines engines,
            CohortReader cohorts,
            DataSetRegistry registry,
            AuditTrail trail,
            ExportSettings settings,
            Clock clock) {
        this.engines = engines;
        this.cohorts = cohorts;
        this.registry = registry;
        this.trail = trail;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return ExportKickOff.KIND;
    }

    @Override
    public ObjectNode answer(Job job, URI base) {
        UUID id = UUID.fromString(String.valueOf(job.result()).replace("DataSet/", ""));
        return BulkManifest.of(registry.dataSets().signed(id).orElseThrow(), ExportRequest.of(job.parameters()), base);
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
        } catch (TermsException e) {
            throw new JobFailedException(Policies.problems(e));
        } catch (JobStoppedException e) {
            isKept = e.reason() == JobStoppedException.Reason.LEASE_LOST;
            throw e;
        } catch (AuditUnavailableException | DataAccessException e) {
            isKept = true;
            throw e;
        } finally {
            if (!isKept) {
                registry.drafts().discard(run.id());
            }
        }
    }

    /** One attempt. */
    private final class Work {

        private final JobRun run;
        private final ExportRequest request;
        private final Policy policy;
        private final Caller owner;
        private final Custody custody;
        private final Draft draft;
        private final DataSetDrafts drafts = registry.drafts();
        private final Documents documents = new Documents();
        private final CohortCollection collection;

        Work(JobRun run, ExportRequest request) {
            this.run = run;
            this.request = request;
            this.policy = engines.policy(request.policy());
            this.owner = run.step();
            this.custody = custody();
            this.draft = drafts.begin(run.id(), run.attempt(), custody);
            this.collection = new CohortCollection(
                    run, cohorts, request.query(), drafts.records(draft), trail, this::emptyDraft, clock);
        }

        JobResult done() throws IOException {
            if (drafts.count(draft) == 0) {
                drafts.subjects(draft, cohorts.patients(owner, request.query(), emptyDraft()));
            }
            for (int round = 0; round < MOST_ROUNDS; round++) {
                collect();
                demandEnough();
                RunResult result = rewrite();
                if (collection.withdrawn(draft.startedAt()) == 0) {
                    demandEnough();
                    demandDetermined(result);
                    return released(result);
                }
            }
            throw new JobFailedException(List.of(new Problem(
                    "conflict", "consents-in-motion", "Consents changed faster than the data set could be made.")));
        }

        /** Few persons are known by who they are, whatever is taken away. */
        private void demandEnough() {
            if (drafts.count(draft, SubjectState.DONE) < settings.smallestCohort()) {
                throw new JobFailedException(List.of(new Problem(
                        "business-rule",
                        "cohort-too-small",
                        "A data set has " + settings.smallestCohort() + " patients at the least.")));
            }
        }

        /** The certificate says whether the limits of the policy hold. */
        private void demandDetermined(RunResult result) {
            if (!result.certificate().at("/content/isDetermined").asBoolean()) {
                throw new JobFailedException(List.of(new Problem(
                        "business-rule",
                        "risk-above-limits",
                        "The risk stays above the limits of the policy: too few patients, or too rare ones. Nothing was"
                                + " released.")));
            }
        }

        private Custody custody() {
            boolean isLimited = policy.method() == Method.LIMITED_DATA_SET || policy.method() == Method.NONE;
            // A Group or a filter is a part of it, and whoever is in two parts has one budget.
            String source = String.valueOf(owner.tenant());
            return new Custody(
                    owner.subject(),
                    owner.fhirUser(),
                    request.steward(),
                    owner.tenant(),
                    isLimited ? Sensitivity.LIMITED : Sensitivity.DEIDENTIFIED,
                    request.destroyBy(),
                    "source-"
                            + Sha256.hex(source.getBytes(StandardCharsets.UTF_8))
                                    .substring(0, 32));
        }

        private AuditDraft emptyDraft() {
            AuditDraft events = new AuditDraft(run.correlationId(), "localhost");
            events.caller(owner);
            events.interaction(AuditAction.EXECUTE, "$deidentify");
            events.entity("DataSet/" + draft.id());
            events.detail("job", run.id().toString());
            events.detail(AuditDetail.DEIDENTIFICATION_POLICY, policy.name());
            events.detail("policy-sha256", policy.sha256());
            return events;
        }

        /** Reads each record that was not read yet, and then what they refer to. */
        private void collect() throws IOException {
            int all = Math.max(1, drafts.count(draft));
            collection.collect(() -> progress(COLLECTED * (all - drafts.count(draft, SubjectState.PENDING)) / all));
            if (request.withShared()) {
                shared();
            }
        }

        private void shared() throws IOException {
            Set<String> wanted = new TreeSet<>();
            try (BufferedReader source =
                    new BufferedReader(new InputStreamReader(drafts.read(draft), StandardCharsets.UTF_8))) {
                for (String line = source.readLine(); line != null; line = source.readLine()) {
                    references(JSON.readTree(line), wanted);
                }
            }
            wanted.removeIf(
                    reference -> !request.query().types().contains(reference.substring(0, reference.indexOf('/'))));
            Set<String> read = new TreeSet<>();
            List<byte[]> lines = new ArrayList<>();
            while (!wanted.isEmpty()) {
                Caller caller = run.step();
                read.addAll(wanted);
                Set<String> further = new TreeSet<>();
                cohorts.shared(caller, wanted, emptyDraft(), resource -> {
                    lines.add(line(resource));
                    references(resource, further);
                });
                further.removeAll(read);
                further.removeIf(
                        reference -> !request.query().types().contains(reference.substring(0, reference.indexOf('/'))));
                wanted = further;
            }
            drafts.source(draft, Integer.MAX_VALUE, SubjectState.DONE, lines);
        }

        private void references(JsonNode node, Set<String> into) {
            JsonNode reference = node.path("reference");
            if (reference.isTextual()) {
                String text = reference.asText();
                int slash = text.indexOf('/');
                if (slash > 0
                        && slash == text.lastIndexOf('/')
                        && cohorts.sharedTypes().contains(text.substring(0, slash))) {
                    into.add(text);
                }
            }
            node.forEach(child -> references(child, into));
        }

        private RunResult rewrite() throws IOException {
            ExecutorService threads = Executors.newFixedThreadPool(settings.threads());
            try {
                DataSetRun engine = new DataSetRun(
                                engines.parts(request.policy(), request.terms()),
                                engines.keys(),
                                EngineVersion.current(),
                                threads,
                                settings.threads(),
                                (pass, resources, file, files) -> run.step())
                        .certifiedBy(registry.certifier());
                documents.begin(drafts.output(draft));
                RunResult result = engine.run(drafts.input(draft), documents);
                progress(REWRITTEN);
                return result;
            } finally {
                threads.shutdownNow();
            }
        }

        private JobResult released(RunResult result) throws IOException {
            run.step();
            List<DataFile> files = new ArrayList<>();
            result.files()
                    .forEach(file -> files.add(
                            new DataFile(file.name(), file.type(), file.resources(), file.bytes(), file.sha256())));
            long patients = drafts.count(draft, SubjectState.DONE);
            DataSetOutput more = drafts.further(draft);
            files.addAll(documents.files());
            files.add(written(more, "release.json", "Provenance", provenance()));
            if (result.quarantined() > 0) {
                files.add(written(more, "held-back.json", "OperationOutcome", heldBack(result.quarantined())));
            }
            Lineage lineage = new Lineage(
                    run.id(),
                    policy.name(),
                    policy.sha256(),
                    EngineVersion.current(),
                    request.query().group() == null
                            ? null
                            : "Group/" + request.query().group(),
                    Sha256.hex(request.source().getBytes(StandardCharsets.UTF_8)),
                    draft.startedAt(),
                    request.protocol(),
                    request.terms().agreement(),
                    patients);
            Map<String, Double> facts = Map.of(
                    "patients", (double) patients,
                    "resources", (double) result.out(),
                    "quarantined", (double) result.quarantined());
            trail.appendAll(List.of(
                    entry(AuditKind.KEY_USE, patients).withDetail(AuditDetail.KEY_PURPOSE, "data-set-signing"),
                    entry(AuditKind.DATASET_REGISTRATION, patients),
                    entry(AuditKind.EXPORT_COMPLETION, patients)));
            DataSet dataSet = drafts.release(draft, files, lineage, custody, result.certificate());
            return new JobResult(dataSet.reference(), facts);
        }

        private AuditEntry entry(AuditKind kind, long patients) {
            AuditDraft events = new AuditDraft(run.correlationId(), "localhost");
            events.caller(owner);
            events.kind(kind);
            events.entity("DataSet/" + draft.id());
            events.entity("Job/" + run.id());
            events.detail(AuditDetail.DEIDENTIFICATION_POLICY, policy.name());
            events.detail("policy-sha256", policy.sha256());
            events.detail("patients", String.valueOf(patients));
            events.detail("patients-withheld", String.valueOf(drafts.count(draft, SubjectState.HIDDEN)));
            return events.toEntry(clock.instant(), 200);
        }

        private DataFile written(DataSetOutput output, String name, String type, ObjectNode resource)
                throws IOException {
            byte[] line = (resource + "\n").getBytes(StandardCharsets.UTF_8);
            try (OutputStream out = output.create(name)) {
                out.write(line);
            }
            return new DataFile(name, type, 1, line.length, Sha256.hex(line));
        }

        /** How the data set was made, as FHIR says it (W3C PROV: an activity with an assembler and a source). */
        private ObjectNode provenance() {
            ObjectNode resource = JsonNodeFactory.instance.objectNode();
            resource.put("resourceType", "Provenance");
            resource.put("id", draft.id().toString());
            resource.putArray("target").addObject().put("reference", "urn:uuid:" + draft.id());
            resource.put("recorded", clock.instant().toString());
            resource.putArray("policy")
                    .add("urn:firewarden:deid-policy:" + policy.name() + ":sha256:" + policy.sha256());
            resource.putObject("activity")
                    .putArray("coding")
                    .addObject()
                    .put("system", "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle")
                    .put("code", policy.hasKeyedIds() ? "pseudonymize" : "deidentify");
            ObjectNode agent = resource.putArray("agent").addObject();
            agent.putObject("type")
                    .putArray("coding")
                    .addObject()
                    .put("system", "http://terminology.hl7.org/CodeSystem/provenance-participant-type")
                    .put("code", "assembler");
            agent.putObject("who").put("display", "Firewarden " + EngineVersion.current());
            ObjectNode entity = resource.putArray("entity").addObject().put("role", "derivation");
            entity.putObject("what")
                    .putObject("identifier")
                    .put("system", "urn:firewarden:source-query-sha256")
                    .put("value", Sha256.hex(request.source().getBytes(StandardCharsets.UTF_8)));
            return resource;
        }

        private ObjectNode heldBack(long count) {
            ObjectNode outcome = JsonNodeFactory.instance.objectNode();
            outcome.put("resourceType", "OperationOutcome");
            ObjectNode issue = outcome.putArray("issue").addObject();
            issue.put("severity", "warning");
            issue.put("code", "incomplete");
            issue.putObject("details").put("text", count + " resources were held back and wait for a review.");
            return outcome;
        }

        private void progress(double fraction) {
            run.progress(fraction, Map.of("patients", (double) drafts.count(draft, SubjectState.DONE)));
        }

        private byte[] line(ObjectNode resource) {
            try {
                return JSON.writeValueAsBytes(resource);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a JSON tree can be written", e);
            }
        }
    }
}
