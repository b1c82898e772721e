package org.firewarden.server.export;

import java.util.List;
import java.util.UUID;
import org.firewarden.access.Decision;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** What comes of asking for an export. */
sealed interface ExportAnswer {

    /** A job was submitted. */
    record Accepted(UUID job) implements ExportAnswer {}

    /**
     * None was.
     *
     * @param status the HTTP status
     * @param problems all that is wrong
     * @param denial the decision to keep in the audit trail, if the gate refused
     */
    record Refused(int status, List<Problem> problems, Decision.@Nullable Deny denial) implements ExportAnswer {
        /** Copies the problems. */
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
