package org.firewarden.cds.exchange;

import jakarta.servlet.http.HttpServletRequest;
import org.firewarden.audit.AuditUnavailableException;
import org.firewarden.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.multipart.MaxUploadSizeExceededException;

/**
 * The one place that turns an exception of the CDS Hooks controllers into an OperationOutcome. The answer holds the
 * correlation id and nothing of the exception, whose text may quote patient data.
 */
@RestControllerAdvice(basePackages = "org.firewarden.cds")
@Order(Ordered.HIGHEST_PRECEDENCE)
final class CdsExceptionAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(CdsExceptionAdvice.class);

    /** Answers any failure: the status that Spring MVC names, 503 for storage, else 500. */
    @ExceptionHandler(Exception.class)
    ResponseEntity<Object> onException(Exception failure, HttpServletRequest http) {
        IncomingCall call = IncomingCall.of(http);
        return refusalOf(failure, call.correlationId()).toResponse(call.correlationId());
    }

    private static Refusal refusalOf(Exception failure, String correlationId) {
        if (failure instanceof MaxUploadSizeExceededException) {
            return Refusal.of(
                    HttpStatus.PAYLOAD_TOO_LARGE,
                    new Problem("too-long", "body-too-large", "The request body is larger than this server reads."));
        }
        if (failure instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            HttpStatus status = HttpStatus.valueOf(known.getStatusCode().value());
            return Refusal.of(status, Problem.invalid("bad-request", status.getReasonPhrase() + "."));
        }
        LOG.error(
                "A CDS Hooks request failed: correlation {}, exception {}",
                correlationId,
                failure.getClass().getName());
        if (failure instanceof DataAccessException || failure instanceof AuditUnavailableException) {
            return Refusal.of(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    Problem.unavailable("storage-unavailable", "The server cannot store what it must store first."));
        }
        return Refusal.of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                new Problem("exception", "internal-error", "The server failed to answer."));
    }
}
