package org.firewarden.deid.operation.count;

import java.math.BigDecimal;
import java.util.List;
import org.firewarden.access.Decision;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** What comes of {@code $cohort-count}. */
sealed interface CountResult {

    /**
     * A noisy count.
     *
     * @param count never negative
     * @param halfWidth the true count lies within so much of it in 95 of 100 cases
     * @param epsilon what it cost
     * @param remaining what is left of the budget
     */
    record Counted(long count, long halfWidth, BigDecimal epsilon, BigDecimal remaining) implements CountResult {}

    /** None. */
    record Refused(int status, List<Problem> problems, Decision.@Nullable Deny denial) implements CountResult {
        /** Copies the problems. */
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
