package org.firewarden.train.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.audit.AuditTrail;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.Sha256;
import org.firewarden.dataset.DataSet;
import org.firewarden.dataset.DataSetAccess;
import org.firewarden.dataset.DataSetUse;
import org.firewarden.dataset.DataSets;
import org.firewarden.job.Job;
import org.firewarden.job.JobFailedException;
import org.firewarden.job.JobKind;
import org.firewarden.job.JobResult;
import org.firewarden.job.JobRun;
import org.firewarden.model.admission.AdmissionResult;
import org.firewarden.model.admission.ModelAdmission;
import org.firewarden.model.manifest.Lineage;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.operation.DeviceId;
import org.firewarden.problem.Problem;
import org.firewarden.train.budget.PrivacyBudget;
import org.firewarden.train.cohort.Cohort;
import org.firewarden.train.evaluate.EvaluationReport;
import org.firewarden.train.graph.TrainingState;
import org.firewarden.train.privacy.PrivacyStatement;
import org.firewarden.train.run.Algorithm;
import org.firewarden.train.run.LocalTraining;
import org.firewarden.train.run.RefusedException;
import org.firewarden.train.run.RunProgress;
import org.firewarden.train.run.TrainSettings;
import org.firewarden.train.run.TrainingRun;
import org.jspecify.annotations.Nullable;

/**
 * A training run as a job. The order is the point: the data set is opened and its signatures verified, the cohort is read and checked,
 * the budget is charged, and only then does anything learn. A run that goes on after a crash draws the same patients and the same
 * noise, since both come from a key that is made of data, settings and code, so it tells nothing that it has not been charged for.
 */
public final class TrainJob implements JobKind {

    /** The name of the kind. */
    public static final String NAME = "train";

    private final Supplier<Optional<DataSets>> dataSets;
    private final PrivacyBudget budget;
    private final Supplier<Optional<ModelAdmission>> admission;
    private final TrainingRuns runs;
    private final KeyRing keys;
    private final AuditTrail audit;
    private final LocalTraining training;
    private final Clock clock;
    private final String codeVersion;

    /** Works with these ports; data sets and the registry are looked up when a job runs. */
    public TrainJob(
            Supplier<Optional<DataSets>> dataSets,
            PrivacyBudget budget,
            Supplier<Optional<ModelAdmission>> admission,
            TrainingRuns runs,
            KeyRing keys,
            AuditTrail audit,
            LocalTraining training,
            Clock clock,
            String codeVersion) {
        this.dataSets = dataSets;
        this.budget = budget;
        this.admission = admission;
        this.runs = runs;
        this.keys = keys;
        this.audit = audit;
        this.training = training;
        this.clock = clock;
        this.codeVersion = codeVersion;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JobResult run(JobRun run) throws IOException {
        Caller caller = run.step();
        TrainRequest request = TrainRequest.ofParameters(run.parameters());
        DataSets registry = dataSets.get().orElseThrow(TrainJob::notHere);
        if (admission.get().isEmpty()) {
            throw notHere();
        }
        DataSetAccess access = registry.open(caller, request.dataSet(), DataSetUse.TRAIN);
        if (access instanceof DataSetAccess.Refused refused) {
            throw new JobFailedException(List.of(refused.problem()));
        }
        DataSetAccess.Opened opened = (DataSetAccess.Opened) access;
        DataSet data = opened.dataSet();
        note(run, caller, data, request.settings(), "begun", Map.of());
        try {
            return train(run, caller, data, request.settings(), new OpenedFiles(opened));
        } catch (RefusedException e) {
            note(
                    run,
                    caller,
                    data,
                    request.settings(),
                    "refused",
                    Map.of("reason", e.problems().get(0).code()));
            throw new JobFailedException(e.problems());
        }
    }

    private JobResult train(JobRun run, Caller caller, DataSet data, TrainSettings settings, OpenedFiles files)
            throws IOException {
        LocalDate asOf = LocalDate.ofInstant(data.lineage().sourceTime(), ZoneOffset.UTC);
        Cohort cohort = training.cohort(files, settings, asOf);
        run.step();
        run.progress(0.1, Map.of("patients", (double) cohort.patients(), "events", (double) cohort.rows()));
        byte[] key = keys.mac(KeyPurpose.TRAINING_NOISE, seed(data, settings));
        TrainingRun trainer = new TrainingRun(cohort, settings, LocalTraining.streams(key));
        Optional<PrivacyStatement> plan = trainer.plan();
        plan.ifPresent(statement -> charge(run, data, statement));
        SortedMap<String, String> metadata = LocalTraining.metadata(data.sha256(), settings, codeVersion);
        TrainingRun.Outcome outcome = trainer.run(run.saved().map(TrainingState::ofBytes), metadata, new Progress(run));
        run.step();
        return admit(run, caller, data, settings, cohort, outcome);
    }

    private void charge(JobRun run, DataSet data, PrivacyStatement statement) {
        PrivacyBudget.Charge charge = budget.charge(
                run.id(), data.custody().budgetKey(), data.reference(), statement.epsilon(), statement.delta());
        if (charge instanceof PrivacyBudget.Charge.Overspent no) {
            throw new RefusedException(List.of(overspent(no.spent(), no.limit())));
        }
    }

    static Problem unavailable() {
        return Problem.unavailable("training-unavailable", "this server has no data sets to train on");
    }

    private static JobFailedException notHere() {
        return new JobFailedException(List.of(unavailable()));
    }

    static Problem overspent(PrivacyBudget.Spent spent, PrivacyBudget.Limit limit) {
        return Problem.invalid(
                "privacy-budget-spent",
                String.format(
                        Locale.ROOT,
                        "of the privacy budget of these patients epsilon %.3f of %.3f is spent, and delta %.2e of %.2e",
                        spent.epsilon(),
                        limit.epsilon(),
                        spent.delta(),
                        limit.delta()));
    }

    private byte[] seed(DataSet data, TrainSettings settings) {
        return ("firewarden training noise 1\n" + data.sha256() + "\n" + codeVersion + "\n" + settings.toJson())
                .getBytes(StandardCharsets.UTF_8);
    }

    private JobResult admit(
            JobRun run,
            Caller caller,
            DataSet data,
            TrainSettings settings,
            Cohort cohort,
            TrainingRun.Outcome outcome) {
        String model = modelId(settings);
        // A run has one version, whatever the number of attempts: two parts of five digits out of its id.
        long number = run.id().getMostSignificantBits() ^ run.id().getLeastSignificantBits();
        String version = "0." + Math.floorMod(number, 100_000) + "." + Math.floorMod(number / 100_000, 100_000);
        String report = runs.reportJson(outcome.report());
        ModelManifest manifest = new CandidateManifest(settings, cohort.target(), cohort.spec(), outcome)
                .manifest(
                        model,
                        version,
                        new Lineage(
                                "Trained by $train: " + outcome.report().model() + ".",
                                codeVersion,
                                data.reference(),
                                data.sha256(),
                                run.id().toString(),
                                null,
                                null),
                        report,
                        "Trained on this server for " + caller.subject() + ".");
        AdmissionResult result = admission
                .get()
                .orElseThrow(TrainJob::notHere)
                .submitOwn(outcome.artifact(), ManifestJson.write(manifest), caller.subject());
        if (result instanceof AdmissionResult.Refused refused && !isThereAlready(refused)) {
            throw new JobFailedException(refused.reasons());
        }
        String sha256 = Sha256.hex(outcome.artifact());
        runs.keep(
                run.id(),
                new TrainingRuns.Finished(
                        caller.subject(),
                        data.reference(),
                        data.sha256(),
                        codeVersion,
                        settings,
                        model,
                        version,
                        sha256,
                        outcome.report()));
        note(run, caller, data, settings, "finished", Map.of("model", model, "version", version, "sha256", sha256));
        return new JobResult("Device/" + new DeviceId(model, version), facts(outcome.report()));
    }

    /** The target, what was trained, and whether it was trained with privacy; within the length that the registry allows. */
    static String modelId(TrainSettings settings) {
        String algorithm = settings.algorithm() == Algorithm.LOGISTIC
                ? "lr"
                : settings.algorithm().code();
        return settings.target() + "-" + algorithm + (settings.privacy() == null ? "" : "-dp");
    }

    /** The version's number is the run's own: an earlier attempt put it there before it died. */
    private static boolean isThereAlready(AdmissionResult.Refused refused) {
        return refused.reasons().stream().allMatch(reason -> reason.code().equals("version-exists"));
    }

    private static Map<String, Double> facts(EvaluationReport report) {
        Map<String, Double> facts = new HashMap<>();
        facts.put("auroc", report.performance().auroc().value());
        Double epsilon = report.epsilon();
        if (epsilon != null) {
            facts.put("epsilon", epsilon);
        }
        return facts;
    }

    private void note(
            JobRun run, Caller caller, DataSet data, TrainSettings settings, String phase, Map<String, String> more) {
        Map<String, String> details = new HashMap<>(more);
        details.put("phase", phase);
        details.put("job", run.id().toString());
        details.put("data-sha256", data.sha256());
        details.put("code", codeVersion);
        details.put("seed", String.valueOf(settings.seed()));
        details.put("settings", settings.toJson());
        audit.append(new AuditEntry(
                run.correlationId(),
                clock.instant(),
                AuditAction.EXECUTE,
                AuditKind.TRAINING_RUN.code(),
                phase.equals("refused") ? AuditOutcome.MINOR_FAILURE : AuditOutcome.SUCCESS,
                phase.equals("refused") ? 422 : 200,
                caller.subject(),
                caller.clientId(),
                caller.fhirUser(),
                caller.purpose().code(),
                "localhost",
                Set.of(),
                Set.of(),
                List.of(data.reference()),
                null,
                null,
                details));
    }

    @Override
    public ObjectNode answer(Job job, URI base) {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        parameters.put("resourceType", "Parameters");
        String result = job.result();
        if (result != null) {
            parameters
                    .withArray("parameter")
                    .addObject()
                    .put("name", "model")
                    .putObject("valueReference")
                    .put("reference", result);
        }
        runs.report(job.id()).ifPresent(report -> report(parameters, report));
        return parameters;
    }

    private static void report(ObjectNode parameters, JsonNode report) {
        for (String name : List.of("epsilon", "delta", "noiseMultiplier", "samplingRate")) {
            if (report.path(name).isNumber()) {
                parameters
                        .withArray("parameter")
                        .addObject()
                        .put("name", name)
                        .put("valueDecimal", report.path(name).decimalValue());
            }
        }
        if (report.path("steps").isNumber()) {
            parameters
                    .withArray("parameter")
                    .addObject()
                    .put("name", "steps")
                    .put("valueInteger", report.path("steps").asInt());
        }
        for (String name : List.of("accountant", "conversion")) {
            if (report.path(name).isTextual()) {
                parameters
                        .withArray("parameter")
                        .addObject()
                        .put("name", name)
                        .put("valueCode", report.path(name).asText());
            }
        }
        parameters.withArray("parameter").addObject().put("name", "report").put("valueString", report.toString());
    }

    /** Asks each few steps whether to go on, tells how far the run is, and saves where it stands. */
    private final class Progress implements RunProgress {

        private static final long SECONDS_BETWEEN_SAVES = 10;

        private final JobRun run;
        private long lastSave;

        Progress(JobRun run) {
            this.run = run;
        }

        @Override
        public void steps(TrainingState state, int steps, @Nullable Double epsilon, @Nullable Double loss) {
            run.step();
            Map<String, Double> facts = new HashMap<>();
            facts.put("step", (double) state.step());
            if (epsilon != null) {
                facts.put("epsilon", epsilon);
            }
            if (loss != null) {
                facts.put("loss", loss);
            }
            run.progress(0.1 + 0.6 * state.step() / steps, facts);
            if (epsilon != null && clock.instant().getEpochSecond() - lastSave >= SECONDS_BETWEEN_SAVES) {
                run.save(state.toBytes());
                lastSave = clock.instant().getEpochSecond();
            }
        }

        @Override
        public void phase(String name, double fraction) {
            run.step();
            run.progress(fraction, Map.of());
        }
    }
}
