package org.firewarden.job;

import java.util.List;
import org.firewarden.problem.Problem;

/** A job cannot be done, for reasons that its owner may read. */
public final class JobFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** States each problem; at least one. */
    public JobFailedException(List<Problem> problems) {
        super("the job failed: " + problems.get(0).code());
        this.problems = List.copyOf(problems);
    }

    /** The problems. */
    public List<Problem> problems() {
        return problems;
    }
}
