package org.firewarden.gate.policy;

import java.util.List;
import java.util.stream.Collectors;

/** The server cannot start, because its policy files are not good. */
public final class PolicyFilesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<PolicyProblem> problems;

    /** Holds every problem. */
    public PolicyFilesException(List<PolicyProblem> problems) {
        super(problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, in order. */
    public List<PolicyProblem> problems() {
        return problems;
    }
}
