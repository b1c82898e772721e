package org.firewarden.gate.breakglass;

import java.util.List;
import org.firewarden.access.Decision;
import org.firewarden.problem.Problem;

/** The answer to a {@link BreakGlassRequest}. */
sealed interface BreakGlassResult {

    /**
     * The patient is open.
     *
     * @param grant what was given
     */
    record Opened(BreakGlassGrant grant) implements BreakGlassResult {}

    /**
     * The caller may not.
     *
     * @param denial why, for the audit trail
     * @param problem what the caller reads
     */
    record Refused(Decision.Deny denial, Problem problem) implements BreakGlassResult {}

    /**
     * The parameters are wrong.
     *
     * @param problems all of it
     */
    record Invalid(List<Problem> problems) implements BreakGlassResult {

        /** Copies the list. */
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /** There is no such patient. */
    record Absent() implements BreakGlassResult {}
}
