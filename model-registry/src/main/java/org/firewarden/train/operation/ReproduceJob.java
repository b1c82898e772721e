package org.firewarden.train.operation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.firewarden.model.operation.DeviceId;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.problem.Problem;
import org.firewarden.train.attack.AuditPlan;
import org.firewarden.train.attack.ReleaseGate;
import org.firewarden.train.cohort.Cohort;
import org.firewarden.train.graph.TrainingState;
import org.firewarden.train.run.LocalTraining;
import org.firewarden.train.run.ProcessorType;
import org.firewarden.train.run.RefusedException;
import org.firewarden.train.run.RunProgress;
import org.firewarden.train.run.TrainingRun;
import org.jspecify.annotations.Nullable;

/**
 * A run of {@code $train} done once more from its card, as a job: the same data set, settings, seed, code and type of processor must
 * give the same bytes. What differs is named and refused before anything learns.
 *
 * <p>Only what this server has recorded as its own run is done once more. No budget is charged. Sampling and noise are drawn from the key that the first run had, which the key ring makes of data, settings
 * and code, so the mechanism is not run with other coins: it yields the value that was released and charged for already, and all that
 * is told is whether it did. That is a function of what was released (post-processing, Dwork and Roth 2014, proposition 2.1). A model
 * that comes out other than it was is therefore thrown away, and neither its digest nor a figure of it is told.
 */
public final class ReproduceJob implements JobKind {

    /** The name of the kind. */
    public static final String NAME = "reproduce";

    private static final String SAME = "same";

    private final TrainingData sources;
    private final ModelStore store;
    private final TrainingRuns runs;
    private final KeyRing keys;
    private final RunLedger ledger;
    private final LocalTraining training;
    private final String codeVersion;

    /** Works with these ports; data sets are looked up when a job runs. */
    public ReproduceJob(
            Supplier<Optional<DataSets>> dataSets,
            ModelStore store,
            TrainingRuns runs,
            KeyRing keys,
            AuditTrail audit,
            LocalTraining training,
            TrainAuthorizations authorizations,
            Clock clock,
            String codeVersion) {
        this.sources = new TrainingData(dataSets, authorizations, clock);
        this.store = store;
        this.runs = runs;
        this.keys = keys;
        this.ledger = new RunLedger(audit, clock);
        this.training = training;
        this.codeVersion = codeVersion;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The parameters of a job for this version. */
    static ObjectNode parameters(DeviceId device) {
        return JsonNodeFactory.instance.objectNode().put("device", device.toString());
    }

    @Override
    public JobResult run(JobRun run) throws IOException {
        Caller caller = run.step();
        TrainedVersion version = DeviceId.parse(run.parameters().path("device").asText())
                .flatMap(device -> TrainedVersion.find(store, device))
                .filter(runs::isOf)
                .orElseThrow(() -> new JobFailedException(List.of(notTrainedHere())));
        try {
            String processor = ProcessorType.here();
            refuseIf(differences(version, runs.processor(version.run()), codeVersion, processor));
            DataSetAccess.Opened opened = sources.open(caller, version.dataSet());
            refuseIf(differences(version, opened.dataSet()));
            sources.cover(opened.dataSet());
            note(run, caller, version, "begun", Map.of());
            boolean isSame = Sha256.hex(again(run, version, opened)).equals(version.sha256());
            note(run, caller, version, "finished", Map.of("verdict", verdict(isSame)));
            return new JobResult("Device/" + version.device(), Map.of(SAME, isSame ? 1.0 : 0.0));
        } catch (RefusedException e) {
            note(
                    run,
                    caller,
                    version,
                    "refused",
                    Map.of("reason", e.problems().get(0).code()));
            throw new JobFailedException(e.problems());
        }
    }

    /** The artifact, trained once more; attacks are left out, since it does not depend on them. */
    private byte[] again(JobRun run, TrainedVersion version, DataSetAccess.Opened opened) throws IOException {
        LocalDate asOf = TrainingData.asOf(opened.dataSet());
        Cohort cohort = training.cohort(new OpenedFiles(opened), version.settings(), asOf);
        run.step();
        byte[] key = LocalTraining.noiseKey(keys, version.dataSha256(), version.settings(), codeVersion);
        return new TrainingRun(
                        cohort,
                        version.settings(),
                        LocalTraining.streams(key),
                        new AuditPlan(0, 1, 0),
                        ReleaseGate.standard())
                .run(
                        Optional.empty(),
                        LocalTraining.metadata(version.dataSha256(), version.settings(), codeVersion),
                        new Steps(run))
                .artifact();
    }

    private static void refuseIf(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
    }

    /** What of code and processor is not as it was; a processor that was not recorded is not held against a run. */
    static List<Problem> differences(
            TrainedVersion version, Optional<String> processor, String codeHere, String processorHere) {
        if (!version.codeVersion().equals(codeHere)) {
            return List.of(Problem.invalid(
                    "code-differs",
                    "it was trained by the code '" + version.codeVersion() + "', and this is '" + codeHere + "'"));
        }
        return processor
                .filter(then -> !then.equals(processorHere))
                .map(then -> List.of(Problem.invalid(
                        "processor-differs",
                        "it was trained on a processor of type '" + then + "', and this is '" + processorHere + "'")))
                .orElse(List.of());
    }

    /** Whether the data is what it was. */
    static List<Problem> differences(TrainedVersion version, DataSet data) {
        return data.sha256().equals(version.dataSha256())
                ? List.of()
                : List.of(Problem.invalid(
                        "data-set-differs", "the data set does not have the hash that the card of the model states"));
    }

    static Problem notTrainedHere() {
        return Problem.notFound("there is no such model version that was made by $train on this server");
    }

    private static String verdict(boolean isSame) {
        return isSame ? "same-bytes" : "different";
    }

    private void note(JobRun run, Caller caller, TrainedVersion version, String phase, Map<String, String> more) {
        Map<String, String> details = new HashMap<>(more);
        details.put("phase", "reproduction-" + phase);
        details.put("job", run.id().toString());
        details.put("run", version.run().toString());
        details.put("model", version.device().model());
        details.put("version", version.device().version());
        details.put("sha256", version.sha256());
        details.put("data-sha256", version.dataSha256());
        details.put("code", codeVersion);
        ledger.note(
                run,
                caller,
                List.of("DataSet/" + version.dataSet(), "Device/" + version.device()),
                phase.equals("refused"),
                details);
    }

    @Override
    public ObjectNode answer(Job job, URI base) {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
        parameters
                .withArray("parameter")
                .addObject()
                .put("name", "model")
                .putObject("valueReference")
                .put("reference", String.valueOf(job.result()));
        parameters
                .withArray("parameter")
                .addObject()
                .put("name", "verdict")
                .put("valueCode", verdict(job.facts().getOrDefault(SAME, 0.0) == 1.0));
        return parameters;
    }

    /** Asks each few steps whether to go on. What was spent is told by the first run, and a loss by none. */
    private record Steps(JobRun run) implements RunProgress {

        @Override
        public void steps(TrainingState state, int steps, @Nullable Double epsilon, @Nullable Double loss) {
            run.step();
            run.progress(0.1 + 0.6 * state.step() / steps, Map.of("step", (double) state.step()));
        }

        @Override
        public void phase(String name, double fraction) {
            run.step();
            run.progress(fraction, Map.of());
        }
    }
}
