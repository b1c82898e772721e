package org.firewarden.server.jobs;

import java.util.List;
import org.firewarden.problem.Problem;

/** The HTTP status that tells of a failed job. */
final class JobStatus {

    private JobStatus() {}

    static int of(List<Problem> problems) {
        String type = problems.isEmpty() ? "exception" : problems.get(0).issueType();
        return switch (type) {
            case "exception" -> 500;
            case "forbidden" -> 403;
            case "not-found" -> 404;
            default -> 422;
        };
    }
}
