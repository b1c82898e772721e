package org.firewarden.train.operation;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Interaction;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.dataset.DataSetAccess;
import org.firewarden.dataset.DataSetUse;
import org.firewarden.dataset.DataSets;
import org.firewarden.job.Job;
import org.firewarden.job.JobRequest;
import org.firewarden.job.Jobs;
import org.firewarden.job.TooManyJobsException;
import org.firewarden.problem.Problem;
import org.firewarden.train.budget.PrivacyBudget;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a training run may begin, and submits it. What can be known without reading the data is refused here, before any
 * work: the role, the purpose, the parameters, the data set's signature and end, a budget that is spent.
 */
public final class TrainService {

    private final Supplier<Optional<DataSets>> dataSets;
    private final Jobs jobs;
    private final PrivacyBudget budget;
    private final PrivacyBudget.Limit limit;
    private final TrainAuthorizations authorizations;
    private final Clock clock;

    /** Works with these ports; a server without data sets trains nothing. */
    public TrainService(
            Supplier<Optional<DataSets>> dataSets,
            Jobs jobs,
            PrivacyBudget budget,
            PrivacyBudget.Limit limit,
            TrainAuthorizations authorizations,
            Clock clock) {
        this.dataSets = dataSets;
        this.jobs = jobs;
        this.budget = budget;
        this.limit = limit;
        this.authorizations = authorizations;
        this.clock = clock;
    }

    /** What comes of asking. */
    public sealed interface Answer {

        /** The job is submitted. */
        record Accepted(Job job, String dataSet) implements Answer {}

        /** It is not; {@code denial} is for the audit trail. */
        record Refused(int status, List<Problem> problems, Decision.@Nullable Deny denial) implements Answer {
            /** Copies the list. */
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Why a caller may train nothing, or empty. */
    static Optional<Answer.Refused> unentitled(@Nullable Caller caller) {
        if (caller == null) {
            return Optional.of(
                    refused(401, Problem.unauthenticated("training takes a token"), DenialReason.NOT_AUTHENTICATED));
        }
        if (!caller.is(Role.ML_ENGINEER) || !caller.scopes().allowsBeyondPatient(Interaction.CREATE, "Device")) {
            return Optional.of(refused(
                    403,
                    Problem.forbidden(
                            "role-missing",
                            "training is for ML engineers whose token may create a Device, the candidate"),
                    DenialReason.ROLE));
        }
        if (caller.purpose() != PurposeOfUse.HRESCH && caller.purpose() != PurposeOfUse.HOPERAT) {
            return Optional.of(refused(
                    403,
                    Problem.forbidden("purpose-not-allowed", "training is for HRESCH or HOPERAT"),
                    DenialReason.ROLE));
        }
        return Optional.empty();
    }

    static Problem tooManyJobs() {
        return Problem.unavailable("too-many-jobs", "wait until one of your jobs has finished");
    }

    /** Submits a run for a caller. */
    public Answer train(@Nullable Caller caller, TrainRequest.Raw raw, String correlationId) {
        Optional<Answer.Refused> unentitled = unentitled(caller);
        if (unentitled.isPresent() || caller == null) {
            return unentitled.orElseThrow();
        }
        TrainRequest.Reading reading = TrainRequest.read(raw);
        if (reading instanceof TrainRequest.Reading.NotUnderstood not) {
            return new Answer.Refused(not.isMalformed() ? 400 : 422, not.problems(), null);
        }
        TrainRequest request = ((TrainRequest.Reading.Understood) reading).request();
        Optional<DataSets> registry = dataSets.get();
        if (registry.isEmpty()) {
            return new Answer.Refused(503, List.of(TrainJob.unavailable()), null);
        }
        DataSetAccess access = registry.get().open(caller, request.dataSet(), DataSetUse.TRAIN);
        if (access instanceof DataSetAccess.Refused no) {
            return new Answer.Refused(no.status(), List.of(no.problem()), no.denial());
        }
        DataSetAccess.Opened opened = (DataSetAccess.Opened) access;
        if (authorizations.of(opened.dataSet(), LocalDate.now(clock))
                instanceof TrainAuthorizations.Cover.Lacking lacking) {
            return refused(403, lacking.problem(), DenialReason.ROLE);
        }
        var privacy = request.settings().privacy();
        if (privacy != null) {
            PrivacyBudget.Spent spent = budget.spent(opened.dataSet().custody().budgetKey());
            // What a run spends falls short of what it asks for by less than one per cent; the charge itself is exact.
            if (spent.epsilon() + 0.99 * privacy.epsilon() > limit.epsilon()
                    || spent.delta() + privacy.delta() > limit.delta()) {
                return new Answer.Refused(409, List.of(TrainJob.overspent(spent, limit)), null);
            }
        }
        try {
            Job job = jobs.submit(new JobRequest(TrainJob.NAME, request.toParameters(), correlationId), caller);
            return new Answer.Accepted(job, opened.dataSet().reference());
        } catch (TooManyJobsException e) {
            return new Answer.Refused(429, List.of(tooManyJobs()), null);
        }
    }

    private static Answer.Refused refused(int status, Problem problem, DenialReason reason) {
        return new Answer.Refused(status, List.of(problem), new Decision.Deny(reason, null));
    }
}
