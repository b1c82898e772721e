package org.firewarden.server.export;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditKind;
import org.firewarden.job.Job;
import org.firewarden.job.JobRequest;
import org.firewarden.job.Jobs;
import org.firewarden.job.TooManyJobsException;
import org.firewarden.problem.Problem;
import org.firewarden.record.CohortQuery;
import org.firewarden.record.CohortReader;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an export may be asked for, before any record is read: a policy that allows bulk for role and purpose, scopes beyond
 * one patient for each type (FHIR Bulk Data Access 2.0.0, Authorization), and questions that the query firewall admits.
 */
final class ExportKickOff {

    /** The kind of job that it submits. */
    static final String KIND = "export";

    private static final String PATIENT = "Patient";

    private final FhirContext fhir;
    private final ExportRights rights;
    private final CohortReader cohorts;
    private final Jobs jobs;

    ExportKickOff(FhirContext fhir, ExportRights rights, CohortReader cohorts, Jobs jobs) {
        this.fhir = fhir;
        this.rights = rights;
        this.cohorts = cohorts;
        this.jobs = jobs;
    }

    /** Decides, and submits the job. */
    ExportAnswer ask(@Nullable Caller caller, ExportQuestion question, AuditDraft draft) {
        if (caller == null || !rights.mayExport(caller)) {
            return refused(
                    403,
                    Problem.forbidden("bulk-closed", "No policy allows bulk export for this role and this purpose."),
                    new Decision.Deny(DenialReason.OPERATION_CLOSED, null));
        }
        Set<String> types = typesOf(caller, question);
        List<Problem> problems = new ArrayList<>(question.problems());
        addOfTypes(question, types, problems);
        if (!problems.isEmpty()) {
            return new ExportAnswer.Refused(400, problems, null);
        }
        Set<String> asked = new TreeSet<>(types);
        // Records are found by their patients.
        asked.add(PATIENT);
        if (types.isEmpty() || !asked.stream().allMatch(type -> rights.mayExport(caller, type))) {
            return refused(
                    403,
                    Problem.forbidden(
                            "forbidden",
                            "One of the types is not open to this caller in bulk. The scopes must read and search each of them,"
                                    + " and Patient, beyond one patient."),
                    new Decision.Deny(DenialReason.MISSING_SCOPE, null));
        }
        ExportRequest request = new ExportRequest(
                new CohortQuery(
                        question.group(),
                        types,
                        question.since().orElse(null),
                        question.filters(),
                        CohortQuery.Form.IDENTIFIED),
                question.patients(),
                question.elements(),
                question.url());
        if (question.group() != null) {
            draft.entity("Group/" + question.group());
        }
        if (cohorts.check(caller, request.query(), draft) instanceof CohortReader.Check.Refused refused) {
            return new ExportAnswer.Refused(refused.status(), refused.problems(), refused.denial());
        }
        return submitted(caller, request, draft);
    }

    private ExportAnswer submitted(Caller caller, ExportRequest request, AuditDraft draft) {
        try {
            Job job = jobs.submit(new JobRequest(KIND, request.toJson(), draft.correlationId()), caller);
            draft.entity("Job/" + job.id());
            draft.also(
                    AuditKind.EXPORT_KICK_OFF,
                    Set.of(),
                    List.of("Job/" + job.id()),
                    Map.of("types", String.join(" ", request.query().types())));
            return new ExportAnswer.Accepted(job.id());
        } catch (TooManyJobsException e) {
            return refused(
                    429,
                    new Problem("throttled", "too-many-jobs", "Too many jobs of this caller are not finished yet."),
                    null);
        }
    }

    /** Those that are asked for, else all that are open. */
    private Set<String> typesOf(Caller caller, ExportQuestion question) {
        if (!question.types().isEmpty()) {
            return question.types();
        }
        Set<String> types = new TreeSet<>(exportable(question.level()));
        types.removeIf(type -> !rights.mayExport(caller, type));
        return types;
    }

    /** What is nobody's record leaves by the export of the whole system only. */
    private Set<String> exportable(ExportLevel level) {
        Set<String> types = new TreeSet<>(cohorts.types());
        if (level == ExportLevel.SYSTEM) {
            types.addAll(cohorts.sharedTypes());
        }
        return types;
    }

    private void addOfTypes(ExportQuestion question, Set<String> types, List<Problem> problems) {
        if (!exportable(question.level()).containsAll(types)) {
            problems.add(Problem.invalid(
                    "type-unknown",
                    "One of the types is not exported here: types of a patient's record, and at /fhir/$export also "
                            + String.join(", ", new TreeSet<>(cohorts.sharedTypes())) + "."));
        } else if (!ElementSelection.isKnown(fhir, question.elements(), types)) {
            problems.add(Problem.invalid(
                    "elements-invalid", "One of '_elements' is not an element of the types, at their first level."));
        }
        if (question.filters().stream().anyMatch(filter -> !cohorts.types().contains(filter.type()))) {
            problems.add(Problem.invalid("filter-invalid", "A '_typeFilter' is about a type of a patient's record."));
        }
    }

    private static ExportAnswer refused(int status, Problem problem, Decision.@Nullable Deny denial) {
        return new ExportAnswer.Refused(status, List.of(problem), denial);
    }
}
