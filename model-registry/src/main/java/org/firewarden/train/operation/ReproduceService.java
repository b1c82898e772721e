package org.firewarden.train.operation;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.firewarden.access.Caller;
import org.firewarden.dataset.DataSetAccess;
import org.firewarden.dataset.DataSetUse;
import org.firewarden.dataset.DataSets;
import org.firewarden.job.Job;
import org.firewarden.job.JobRequest;
import org.firewarden.job.Jobs;
import org.firewarden.job.TooManyJobsException;
import org.firewarden.model.operation.DeviceId;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.problem.Problem;
import org.firewarden.train.run.ProcessorType;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a run may be done once more, and submits it; for whom {@code $train} is. What differs from the card is refused here,
 * before any work; the job looks again.
 */
public final class ReproduceService {

    private static final ParameterNames KNOWN = new ParameterNames("$reproduce", List.of("model"));

    private final Supplier<Optional<DataSets>> dataSets;
    private final Jobs jobs;
    private final ModelStore store;
    private final TrainingRuns runs;
    private final String codeVersion;

    /** Works with these ports. */
    public ReproduceService(
            Supplier<Optional<DataSets>> dataSets, Jobs jobs, ModelStore store, TrainingRuns runs, String codeVersion) {
        this.dataSets = dataSets;
        this.jobs = jobs;
        this.store = store;
        this.runs = runs;
        this.codeVersion = codeVersion;
    }

    /**
     * Submits a reproduction for a caller.
     *
     * @param raw {@code model}: {@code Device/} and the id of a version's Device
     */
    public TrainService.Answer reproduce(@Nullable Caller caller, TrainRequest.Raw raw, String correlationId) {
        Optional<TrainService.Answer.Refused> unentitled = TrainService.unentitled(caller);
        if (unentitled.isPresent() || caller == null) {
            return unentitled.orElseThrow();
        }
        List<Problem> unknown = KNOWN.problems(raw.values());
        if (!unknown.isEmpty()) {
            return new TrainService.Answer.Refused(400, unknown, null);
        }
        String model = raw.values().getOrDefault("model", List.of("")).get(0);
        Optional<DeviceId> device =
                model.startsWith("Device/") ? DeviceId.parse(model.substring("Device/".length())) : Optional.empty();
        if (device.isEmpty()) {
            return refused(
                    422, Problem.invalid("model-invalid", "'model' is Device/ and the id of a model version's Device"));
        }
        Optional<TrainedVersion> version =
                TrainedVersion.find(store, device.get()).filter(runs::isOf);
        if (version.isEmpty()) {
            return refused(404, ReproduceJob.notTrainedHere());
        }
        List<Problem> differences = ReproduceJob.differences(
                version.get(), runs.processor(version.get().run()), codeVersion, ProcessorType.here());
        if (!differences.isEmpty()) {
            return new TrainService.Answer.Refused(409, differences, null);
        }
        Optional<DataSets> registry = dataSets.get();
        if (registry.isEmpty()) {
            return refused(503, TrainJob.unavailable());
        }
        DataSetAccess access = registry.get().open(caller, version.get().dataSet(), DataSetUse.TRAIN);
        if (access instanceof DataSetAccess.Refused no) {
            return new TrainService.Answer.Refused(no.status(), List.of(no.problem()), no.denial());
        }
        DataSetAccess.Opened opened = (DataSetAccess.Opened) access;
        List<Problem> otherData = ReproduceJob.differences(version.get(), opened.dataSet());
        if (!otherData.isEmpty()) {
            return new TrainService.Answer.Refused(409, otherData, null);
        }
        try {
            Job job = jobs.submit(
                    new JobRequest(ReproduceJob.NAME, ReproduceJob.parameters(device.get()), correlationId), caller);
            return new TrainService.Answer.Accepted(job, opened.dataSet().reference());
        } catch (TooManyJobsException e) {
            return refused(429, TrainService.tooManyJobs());
        }
    }

    private static TrainService.Answer.Refused refused(int status, Problem problem) {
        return new TrainService.Answer.Refused(status, List.of(problem), null);
    }
}
