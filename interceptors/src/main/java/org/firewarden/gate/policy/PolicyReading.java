package org.firewarden.gate.policy;

import java.util.List;
import org.firewarden.gate.decision.Policy;

/** What came of reading policy files: all of them are good, or none is taken. */
public sealed interface PolicyReading {

    /**
     * The files are good.
     *
     * @param policy what they say
     */
    record Accepted(Policy policy) implements PolicyReading {}

    /**
     * At least one file is not.
     *
     * @param problems every problem of every file, in order
     */
    record Refused(List<PolicyProblem> problems) implements PolicyReading {
        /** Copies the problems. */
        public Refused {
            problems = problems.stream().distinct().sorted().toList();
        }
    }
}
