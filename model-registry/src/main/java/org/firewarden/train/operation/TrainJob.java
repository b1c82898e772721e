package org.firewarden.train.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditTrail;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.Sha256;
import org.firewarden.dataset.DataSet;
import org.firewarden.dataset.DataSetAccess;
import org.firewarden.dataset.DataSets;
import org.firewarden.job.Job;
import org.firewarden.job.JobFailedException;
import org.firewarden.job.JobKind;
import org.firewarden.job.JobResult;
import org.firewarden.job.JobRun;
import org.firewarden.model.admission.AdmissionResult;
import org.firewarden.model.admission.ModelAdmission;
import org.firewarden.model.manifest.Lineage;
import org.firewarden.model.operation.DeviceId;
import org.firewarden.model.registry.ModelReports;
import org.firewarden.model.registry.ModelReports.ModelReport;
import org.firewarden.problem.Problem;
import org.firewarden.train.attack.AuditPlan;
import org.firewarden.train.attack.ReleaseGate;
import org.firewarden.train.budget.PrivacyBudget;
import org.firewarden.train.candidate.Candidate;
import org.firewarden.train.candidate.CandidateManifest;
import org.firewarden.train.cohort.Cohort;
import org.firewarden.train.evaluate.EvaluationReport;
import org.firewarden.train.graph.TrainingState;
import org.firewarden.train.privacy.PrivacyStatement;
import org.firewarden.train.run.LocalTraining;
import org.firewarden.train.run.ProcessorType;
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

    private final TrainingData sources;
    private final PrivacyBudget budget;
    private final Supplier<Optional<ModelAdmission>> admission;
    private final TrainingRuns runs;
    private final ModelReports reports;
    private final KeyRing keys;
    private final RunLedger ledger;
    private final LocalTraining training;
    private final Release release;
    private final Clock clock;
    private final String codeVersion;

    /**
     * What stands before a run and before its candidate.
     *
     * @param audit how hard it is attacked
     * @param gate what attackers may learn
     * @param authorizations under what may be trained on data that still tells of people
     */
    public record Release(AuditPlan audit, ReleaseGate gate, TrainAuthorizations authorizations) {

        /** Eight shadow models, the thresholds of {@link ReleaseGate#standard}, and no authorization. */
        public static Release standard() {
            return new Release(AuditPlan.standard(), ReleaseGate.standard(), TrainAuthorizations.none());
        }
    }

    /** Works with these ports; data sets and the registry are looked up when a job runs. */
    public TrainJob(
            Supplier<Optional<DataSets>> dataSets,
            PrivacyBudget budget,
            Supplier<Optional<ModelAdmission>> admission,
            TrainingRuns runs,
            ModelReports reports,
            KeyRing keys,
            AuditTrail audit,
            LocalTraining training,
            Release release,
            Clock clock,
            String codeVersion) {
        this.sources = new TrainingData(dataSets, release.authorizations(), clock);
        this.budget = budget;
        this.admission = admission;
        this.runs = runs;
        this.reports = reports;
        this.keys = keys;
        this.ledger = new RunLedger(audit, clock);
        this.training = training;
        this.release = release;
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
        if (admission.get().isEmpty()) {
            throw notHere();
        }
        DataSetAccess.Opened opened;
        try {
            opened = sources.open(caller, request.dataSet());
        } catch (RefusedException e) {
            // Nothing was opened, so there is no run to write down.
            throw new JobFailedException(e.problems());
        }
        DataSet data = opened.dataSet();
        try {
            TrainAuthorizations.Cover.Given cover = sources.cover(data);
            note(run, caller, data, request.settings(), "begun", by(cover));
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
        LocalDate asOf = TrainingData.asOf(data);
        Cohort cohort = training.cohort(files, settings, asOf);
        run.step();
        run.progress(0.1, Map.of("patients", (double) cohort.patients(), "events", (double) cohort.rows()));
        byte[] key = LocalTraining.noiseKey(keys, data.sha256(), settings, codeVersion);
        TrainingRun trainer =
                new TrainingRun(cohort, settings, LocalTraining.streams(key), release.audit(), release.gate());
        Optional<PrivacyStatement> plan = trainer.plan();
        plan.ifPresent(statement -> charge(run, data, statement));
        SortedMap<String, String> metadata = LocalTraining.metadata(data.sha256(), settings, codeVersion);
        TrainingRun.Outcome outcome = trainer.run(run.saved().map(TrainingState::ofBytes), metadata, new Progress(run));
        run.step();
        return admit(run, caller, data, settings, cohort, outcome);
    }

    /** For the ledger: under what data that still tells of people was used. */
    private static Map<String, String> by(TrainAuthorizations.Cover.Given cover) {
        return cover.by()
                .map(authorization -> Map.of("authorization", authorization.reference()))
                .orElse(Map.of());
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

    private JobResult admit(
            JobRun run,
            Caller caller,
            DataSet data,
            TrainSettings settings,
            Cohort cohort,
            TrainingRun.Outcome outcome) {
        String model = CandidateManifest.modelId(settings);
        // A run has one version, whatever the number of attempts: two parts of five digits out of its id.
        long number = run.id().getMostSignificantBits() ^ run.id().getLeastSignificantBits();
        String version = "0." + Math.floorMod(number, 100_000) + "." + Math.floorMod(number / 100_000, 100_000);
        Candidate candidate = new CandidateManifest(settings, cohort, outcome)
                .candidate(
                        version,
                        new Lineage(
                                "Trained by $train: " + outcome.report().model() + ".",
                                codeVersion,
                                data.reference(),
                                data.sha256(),
                                run.id().toString(),
                                null,
                                null),
                        "Trained on this server for " + caller.subject() + ".",
                        Optional.empty(),
                        LocalDate.now(clock));
        reports.keep(model, version, new ModelReport(candidate.reportJson(), candidate.reportPage()));
        AdmissionResult result = admission
                .get()
                .orElseThrow(TrainJob::notHere)
                .submitOwn(candidate.artifact(), candidate.manifest(), caller.subject());
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
                        outcome.report(),
                        ProcessorType.here()));
        note(run, caller, data, settings, "finished", Map.of("model", model, "version", version, "sha256", sha256));
        return new JobResult("Device/" + new DeviceId(model, version), facts(outcome.report()));
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
        details.put("processor", ProcessorType.here());
        details.put("seed", String.valueOf(settings.seed()));
        details.put("settings", settings.toJson());
        ledger.note(run, caller, List.of(data.reference()), phase.equals("refused"), details);
    }

    @Override
    public ObjectNode answer(Job job, URI base) {
        return TrainAnswer.of(job.result(), runs.report(job.id()));
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
