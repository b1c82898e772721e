package org.firewarden.cds.exchange;

import java.util.List;
import java.util.Map;
import org.firewarden.problem.OperationOutcomes;
import org.firewarden.problem.Problem;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * A request that is not served, with every problem found (CDS Hooks 2.0.1, HTTP Status Codes).
 *
 * @param status the HTTP status
 * @param problems at least one
 * @param headers further headers of the answer, for example {@code WWW-Authenticate}
 */
public record Refusal(HttpStatus status, List<Problem> problems, Map<String, String> headers) {

    /** Copies the problems and the headers. */
    public Refusal {
        problems = List.copyOf(problems);
        headers = Map.copyOf(headers);
    }

    /** A refusal of one problem. */
    public static Refusal of(HttpStatus status, Problem problem) {
        return new Refusal(status, List.of(problem), Map.of());
    }

    /** The request is malformed: 400. */
    public static Refusal badRequest(List<Problem> problems) {
        return new Refusal(HttpStatus.BAD_REQUEST, problems, Map.of());
    }

    /** There is no such CDS service: 404. The list of services is public, so this tells nothing. */
    public static Refusal noSuchService() {
        return of(HttpStatus.NOT_FOUND, Problem.notFound("There is no CDS service with this id."));
    }

    /** The HTTP method is not the one of this address: 405 (RFC 9110, Section 15.5.6). */
    public static Refusal methodNotAllowed(String allowed) {
        Problem problem =
                new Problem("not-supported", "method-not-allowed", "This address does not take this HTTP method.");
        return new Refusal(HttpStatus.METHOD_NOT_ALLOWED, List.of(problem), Map.of(HttpHeaders.ALLOW, allowed));
    }

    /** The answer on the wire: an OperationOutcome as JSON. */
    public ResponseEntity<Object> toResponse(String correlationId) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .headers(all -> headers.forEach(all::set))
                .body(OperationOutcomes.of(problems, correlationId));
    }
}
