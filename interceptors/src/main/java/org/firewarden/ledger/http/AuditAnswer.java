package org.firewarden.ledger.http;

import java.util.List;
import org.firewarden.problem.Problem;

/** What an auditor is answered: a document or the reasons why not. */
sealed interface AuditAnswer {

    /**
     * A document.
     *
     * @param contentType its media type
     * @param body its text
     */
    record Document(String contentType, String body) implements AuditAnswer {}

    /**
     * A part of the ledger.
     *
     * @param first the first event
     * @param end the place behind the last
     */
    record Export(long first, long end) implements AuditAnswer {}

    /**
     * A refusal.
     *
     * @param status the HTTP status
     * @param problems at least one
     */
    record Refusal(int status, List<Problem> problems) implements AuditAnswer {

        /** Copies the problems. */
        public Refusal {
            problems = List.copyOf(problems);
        }
    }

    /** The request is malformed. */
    static Refusal invalid(List<Problem> problems) {
        return new Refusal(400, problems);
    }

    /** The request is malformed in one way. */
    static Refusal invalid(String code, String text) {
        return invalid(List.of(Problem.invalid(code, text)));
    }

    /** There is no such thing. */
    static Refusal notFound(String text) {
        return new Refusal(404, List.of(Problem.notFound(text)));
    }
}
