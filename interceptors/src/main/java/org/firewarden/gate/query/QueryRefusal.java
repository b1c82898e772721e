package org.firewarden.gate.query;

import java.util.List;
import org.firewarden.access.Decision;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Why a query is not answered. */
public sealed interface QueryRefusal {

    /**
     * The query is not one that can be read.
     *
     * @param problems all that is wrong with it
     */
    record Malformed(List<Problem> problems) implements QueryRefusal {
        /** Copies the problems. */
        public Malformed {
            problems = List.copyOf(problems);
        }
    }

    /**
     * The query asks about what the caller may not see.
     *
     * @param deny for the audit trail
     * @param parameter the name of the search parameter, or null if none is to blame
     */
    record Denied(Decision.Deny deny, @Nullable String parameter) implements QueryRefusal {}

    /** A chain, a {@code _has} or a count finds more than the server looks at. */
    record TooWide() implements QueryRefusal {}
}
