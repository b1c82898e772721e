package org.firewarden.failure;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.List;
import org.firewarden.problem.OperationOutcomes;
import org.firewarden.problem.Problem;
import org.hl7.fhir.instance.model.api.IBaseOperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome;

/** Puts problems into HAPI's exceptions, so that they reach the caller as they are. */
public final class Refusals {

    private Refusals() {}

    /** Gives the exception the outcome that the caller will read. */
    public static <E extends BaseServerResponseException> E of(E exception, List<Problem> problems) {
        exception.setOperationOutcome(outcome(problems));
        return exception;
    }

    /** Gives the exception the outcome of one problem. */
    public static <E extends BaseServerResponseException> E of(E exception, Problem problem) {
        return of(exception, List.of(problem));
    }

    /** The content refers to something that is not here, or not for this caller. */
    public static Problem referenceIsNotHere() {
        return new Problem(
                "not-found",
                "reference-not-here",
                "The content refers to a resource that is not here for this caller.");
    }

    static boolean isOurs(IBaseOperationOutcome outcome) {
        return outcome instanceof OperationOutcome r4
                && r4.getIssue().stream()
                        .allMatch(issue -> issue.getDetails().getCoding().stream()
                                .anyMatch(coding -> OperationOutcomes.PROBLEM_SYSTEM.equals(coding.getSystem())));
    }

    static OperationOutcome outcome(List<Problem> problems) {
        OperationOutcome outcome = new OperationOutcome();
        for (Problem problem : problems) {
            OperationOutcome.OperationOutcomeIssueComponent issue = outcome.addIssue();
            issue.setSeverity(OperationOutcome.IssueSeverity.ERROR);
            issue.setCode(OperationOutcome.IssueType.fromCode(problem.issueType()));
            issue.getDetails().setText(problem.text());
            issue.getDetails()
                    .addCoding()
                    .setSystem(OperationOutcomes.PROBLEM_SYSTEM)
                    .setCode(problem.code());
        }
        return outcome;
    }
}
