package org.firewarden.problem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Writes problems as a FHIR R4 OperationOutcome. */
public final class OperationOutcomes {

    /** The code system of {@link Problem#code()}. */
    public static final String PROBLEM_SYSTEM = "https://firewarden.org/problem";

    private OperationOutcomes() {}

    /**
     * The outcome as a JSON tree, with the correlation id in the diagnostics of each issue.
     *
     * @param problems at least one
     */
    public static ObjectNode of(List<Problem> problems, String correlationId) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("an outcome names at least one problem");
        }
        ObjectNode outcome = JsonNodeFactory.instance.objectNode();
        outcome.put("resourceType", "OperationOutcome");
        for (Problem problem : problems) {
            ObjectNode issue = outcome.withArray("issue").addObject();
            issue.put("severity", "error");
            issue.put("code", problem.issueType());
            ObjectNode details = issue.putObject("details");
            details.putArray("coding").addObject().put("system", PROBLEM_SYSTEM).put("code", problem.code());
            details.put("text", problem.text());
            issue.put("diagnostics", "X-Request-Id: " + correlationId);
        }
        return outcome;
    }

    /** The outcome of one problem. */
    public static ObjectNode of(Problem problem, String correlationId) {
        return of(List.of(problem), correlationId);
    }
}
