package org.firewarden.deid.operation.export;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditKind;
import org.firewarden.deid.engine.policy.Method;
import org.firewarden.deid.engine.release.TermsException;
import org.firewarden.deid.operation.AskedTerms;
import org.firewarden.deid.operation.Engines;
import org.firewarden.deid.operation.Policies;
import org.firewarden.deid.operation.ProtocolProject;
import org.firewarden.job.Job;
import org.firewarden.job.JobRequest;
import org.firewarden.job.Jobs;
import org.firewarden.job.TooManyJobsException;
import org.firewarden.problem.Problem;
import org.firewarden.record.CohortQuery;
import org.firewarden.record.CohortReader;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a data set may be asked for, before any record is read: a researcher with purpose HRESCH and an approved protocol
 * (45 CFR 164.512(i), 46.109), terms that the policy is content with, and questions that the query firewall admits.
 */
public final class ExportKickOff {

    /** The kind of job that it submits. */
    public static final String KIND = "deidentify";

    private final Engines engines;
    private final CohortReader cohorts;
    private final Jobs jobs;
    private final ExportSettings settings;
    private final Clock clock;

    /** Submits to these jobs. */
    public ExportKickOff(Engines engines, CohortReader cohorts, Jobs jobs, ExportSettings settings, Clock clock) {
        this.engines = engines;
        this.cohorts = cohorts;
        this.jobs = jobs;
        this.settings = settings;
        this.clock = clock;
    }

    /** Decides, and submits the job. */
    public ExportAnswer ask(ExportQuestion question, AuditDraft draft) {
        Caller caller = question.caller();
        if (caller == null || !caller.actsAs(Role.RESEARCHER) || caller.purpose() != PurposeOfUse.HRESCH) {
            return refused(
                    403,
                    Problem.forbidden(
                            "researchers-only",
                            "De-identification needs the role researcher, a scope that reads Patients, and purpose HRESCH."),
                    new Decision.Deny(DenialReason.ROLE, null));
        }
        List<Problem> problems = new ArrayList<>(question.problems());
        String named = question.first("policy").orElse("");
        problems.addAll(Policies.problems(named));
        if (!problems.isEmpty()) {
            return new ExportAnswer.Refused(400, problems, null);
        }
        String policy = Policies.shipped(named).orElseThrow();
        Optional<String> protocol =
                cohorts.protocol(caller, question.first("protocol").orElse(null), draft);
        if (protocol.isEmpty()) {
            return refused(
                    403,
                    Problem.forbidden(
                            "protocol-required",
                            "A data set needs an approved protocol: a ResearchStudy that is active or approved and whose"
                                    + " principal investigator is the caller."),
                    new Decision.Deny(DenialReason.ROLE, null));
        }
        return checked(question, caller, policy, protocol.get(), draft);
    }

    private ExportAnswer checked(
            ExportQuestion question, Caller caller, String policy, String protocol, AuditDraft draft) {
        ExportRequest request;
        try {
            request = request(question, policy, protocol);
            engines.parts(policy, request.terms());
            if (engines.policy(policy).method() == Method.EXPERT_DETERMINATION
                    && request.terms().expert() == null) {
                return refused(
                        403,
                        Problem.forbidden(
                                "determination-missing",
                                "The settings name no expert who has determined the risk for this protocol (45 CFR"
                                        + " 164.514(b)(1)): firewarden.data-sets.determinations."),
                        new Decision.Deny(DenialReason.ROLE, null));
            }
        } catch (TermsException e) {
            return new ExportAnswer.Refused(422, Policies.problems(e), null);
        }
        draft.detail(AuditDetail.DEIDENTIFICATION_POLICY, policy);
        draft.detail("policy-sha256", engines.policy(policy).sha256());
        draft.detail("protocol", protocol);
        if (request.query().group() != null) {
            draft.entity("Group/" + request.query().group());
        }
        if (cohorts.check(caller, request.query(), draft) instanceof CohortReader.Check.Refused refused) {
            return new ExportAnswer.Refused(refused.status(), refused.problems(), refused.denial());
        }
        try {
            Job job = jobs.submit(new JobRequest(KIND, request.toJson(), question.correlationId()), caller);
            draft.entity("Job/" + job.id());
            draft.also(
                    AuditKind.EXPORT_KICK_OFF,
                    Set.of(),
                    List.of("Job/" + job.id()),
                    Map.of(AuditDetail.DEIDENTIFICATION_POLICY, policy, "protocol", protocol));
            return new ExportAnswer.Accepted(job.id());
        } catch (TooManyJobsException e) {
            return refused(
                    429,
                    new Problem("throttled", "too-many-jobs", "Too many jobs of this caller are not finished yet."),
                    null);
        }
    }

    private ExportRequest request(ExportQuestion question, String policy, String protocol) {
        Set<String> asked = question.types();
        Set<String> types = new TreeSet<>(asked);
        if (asked.isEmpty()) {
            types.addAll(engines.policy(policy).allowList().resourceTypes());
            Set<String> readable = new TreeSet<>(cohorts.types());
            readable.addAll(cohorts.sharedTypes());
            types.retainAll(readable);
        }
        Instant latest = clock.instant().plus(settings.lifetime());
        Instant destroyBy = question.destroyBy().filter(latest::isAfter).orElse(latest);
        return new ExportRequest(
                policy,
                new AskedTerms(
                        ProtocolProject.of(protocol).name(),
                        question.first("dataUseAgreement").orElse(null),
                        settings.expert(protocol).orElse(null)),
                new CohortQuery(question.group(), types, question.since().orElse(null), question.filters()),
                types.stream().anyMatch(cohorts.sharedTypes()::contains),
                protocol,
                settings.steward(),
                destroyBy,
                question.url());
    }

    private static ExportAnswer refused(int status, Problem problem, Decision.@Nullable Deny denial) {
        return new ExportAnswer.Refused(status, List.of(problem), denial);
    }
}
