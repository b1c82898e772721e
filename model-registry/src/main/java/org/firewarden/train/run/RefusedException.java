package org.firewarden.train.run;

import java.util.List;
import org.firewarden.problem.Problem;

/** A run is refused before it has learnt anything. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** States each reason; at least one. */
    public RefusedException(List<Problem> problems) {
        super("the run is refused: " + problems.get(0).code());
        this.problems = List.copyOf(problems);
    }

    /** The reasons. */
    public List<Problem> problems() {
        return problems;
    }
}
