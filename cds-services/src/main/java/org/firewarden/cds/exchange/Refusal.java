package org.firewarden.cds.exchange;

import java.util.List;
import org.firewarden.problem.OperationOutcomes;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * A request that is not served, with every problem found (CDS Hooks 2.0.1, HTTP Status Codes).
 *
 * @param status the HTTP status
 * @param problems at least one
 * @param challenge the {@code WWW-Authenticate} header, or null for none
 */
public record Refusal(
        HttpStatus status, List<Problem> problems, @Nullable String challenge) {

    /** Copies the problems. */
    public Refusal {
        problems = List.copyOf(problems);
    }

    /** A refusal of one problem. */
    public static Refusal of(HttpStatus status, Problem problem) {
        return new Refusal(status, List.of(problem), null);
    }

    /** The request is malformed: 400. */
    public static Refusal badRequest(List<Problem> problems) {
        return new Refusal(HttpStatus.BAD_REQUEST, problems, null);
    }

    /** There is no such CDS service: 404. The list of services is public, so this tells nothing. */
    public static Refusal noSuchService() {
        return of(HttpStatus.NOT_FOUND, Problem.notFound("There is no CDS service with this id."));
    }

    /** The HTTP method is not one of this address: 405. */
    public static Refusal methodNotAllowed() {
        return of(
                HttpStatus.METHOD_NOT_ALLOWED,
                new Problem("not-supported", "method-not-allowed", "This address does not take this HTTP method."));
    }

    /** The answer on the wire: an OperationOutcome as JSON. */
    public ResponseEntity<Object> toResponse(String correlationId) {
        ResponseEntity.BodyBuilder response = ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
        if (challenge != null) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, challenge);
        }
        return response.body(OperationOutcomes.of(problems, correlationId));
    }
}
