package org.firewarden.failure;

import java.util.List;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;

/** The same translation for the entries of a batch, whose failures HAPI writes into the answer itself. */
public final class BatchFailures {

    private BatchFailures() {}

    /** Puts an outcome of ours in place of HAPI's, if the entry failed; says of it no more than its status. */
    public static void translate(Bundle.BundleEntryResponseComponent response, String correlationId) {
        String status = response.getStatus();
        if (status == null || status.startsWith("2") || status.startsWith("3")) {
            return;
        }
        Problem problem;
        if (status.startsWith("404") || status.startsWith("410")) {
            response.setStatus("404 Not Found");
            problem = Problem.notFound("There is no such resource here.");
        } else if (status.startsWith("401") || status.startsWith("403")) {
            problem = Problem.forbidden("forbidden", "This is not allowed.");
        } else if (status.startsWith("4")) {
            problem = Problem.invalid("invalid-request", "The entry is not one that this server understands.");
        } else {
            problem = new Problem("exception", "internal", "The server failed; the correlation id finds out why.");
        }
        OperationOutcome outcome = Refusals.outcome(List.of(problem));
        outcome.getIssue().forEach(issue -> issue.setDiagnostics("X-Request-Id: " + correlationId));
        response.setOutcome(outcome);
    }
}
