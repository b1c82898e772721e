package org.firewarden.failure;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditUnavailableException;
import org.firewarden.problem.Problem;
import org.hl7.fhir.exceptions.FHIRFormatError;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns each throwable of the FHIR endpoint into a {@link BaseServerResponseException} that may be shown. */
@Interceptor
public final class FailureTranslator {

    private static final Logger LOG = LoggerFactory.getLogger(FailureTranslator.class);
    private static final int STACK_DEPTH = 12;

    /** Translates; never returns the original of a failure that is not ours. */
    @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
    public BaseServerResponseException translate(Throwable failure, HttpServletRequest request) {
        String correlationId = request.getAttribute(AuditDraft.REQUEST_ATTRIBUTE) instanceof AuditDraft draft
                ? draft.correlationId()
                : "";
        boolean isRead =
                request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        BaseServerResponseException shown = shown(failure, isRead);
        if (shown.getStatusCode() >= 500) {
            LOG.error("Request {} failed: {}", correlationId, anatomy(failure));
        }
        if (shown.getOperationOutcome() instanceof OperationOutcome outcome) {
            outcome.getIssue().forEach(issue -> issue.setDiagnostics("X-Request-Id: " + correlationId));
        }
        return shown;
    }

    private static BaseServerResponseException shown(Throwable failure, boolean isRead) {
        if (failure instanceof BaseServerResponseException exception
                && exception.getOperationOutcome() != null
                && Refusals.isOurs(exception.getOperationOutcome())) {
            return exception;
        }
        if (hasCause(failure, AuditUnavailableException.class)) {
            return status(
                    503, Problem.unavailable("audit-unavailable", "The audit trail cannot be written; try later."));
        }
        if (failure instanceof BaseServerResponseException exception && HapiMessages.isBadReference(exception)) {
            return status(422, Refusals.referenceIsNotHere());
        }
        if (failure instanceof DataFormatException) {
            return status(400, isRead ? HapiMessages.badParameter() : HapiMessages.malformed(failure));
        }
        if (!isRead && hasCause(failure, FHIRFormatError.class)) {
            // HAPI lets what it cannot parse in a narrative escape as a failure of its own.
            return status(400, HapiMessages.malformed(failure));
        }
        if (failure instanceof BaseServerResponseException exception) {
            return ofStatus(exception);
        }
        return internal();
    }

    private static BaseServerResponseException ofStatus(BaseServerResponseException exception) {
        int status = exception.getStatusCode();
        return switch (status) {
            case 401 -> status(401, Problem.unauthenticated("A valid access token is needed."));
            case 403 -> status(403, Problem.forbidden("forbidden", "This is not allowed."));
            // A deleted resource looks like one that never was, since a hidden one must look like both.
            case 404, 410 -> status(404, HapiMessages.notFound(exception));
            default -> status >= 500 ? internal() : status(status, HapiMessages.describe(exception));
        };
    }

    private static BaseServerResponseException internal() {
        return status(
                500, new Problem("exception", "internal", "The server failed; the correlation id finds out why."));
    }

    private static BaseServerResponseException status(int status, Problem problem) {
        BaseServerResponseException exception =
                status == 500 ? new InternalErrorException("internal") : new ShownException(status, problem.code());
        return Refusals.of(exception, problem);
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    /** Classes and lines of a failure and its causes, without any message: messages may quote patient data. */
    private static String anatomy(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            text.append(t.getClass().getName())
                    .append(Arrays.stream(t.getStackTrace())
                            .limit(STACK_DEPTH)
                            .map(frame -> " < " + frame)
                            .collect(Collectors.joining()))
                    .append(" | ");
        }
        return text.toString();
    }

    /** A status with our own text. */
    private static final class ShownException extends BaseServerResponseException {

        private static final long serialVersionUID = 1L;

        ShownException(int status, String code) {
            super(status, code);
        }
    }
}
