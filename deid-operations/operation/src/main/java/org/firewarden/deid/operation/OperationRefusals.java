package org.firewarden.deid.operation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.List;
import org.firewarden.access.Decision;
import org.firewarden.audit.AuditDraft;
import org.firewarden.problem.OperationOutcomes;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.jspecify.annotations.Nullable;

/** How the operations of this module say no: HAPI's exception for the status, with each problem and the correlation id. */
public final class OperationRefusals {

    private OperationRefusals() {}

    /** The audit draft of a request; one of nobody's where the ledger does not stand, as in a test of the provider alone. */
    public static AuditDraft draft(ServletRequestDetails request) {
        if (request.getServletRequest().getAttribute(AuditDraft.REQUEST_ATTRIBUTE) instanceof AuditDraft draft) {
            return draft;
        }
        String id = request.getRequestId();
        return new AuditDraft(id == null ? "none" : id, "");
    }

    /** The exception to throw; a denial is noted in the draft. */
    public static BaseServerResponseException of(
            FhirContext fhir, int status, List<Problem> problems, Decision.@Nullable Deny denial, AuditDraft draft) {
        if (denial != null) {
            draft.denied(denial);
        }
        OperationOutcome outcome = fhir.newJsonParser()
                .parseResource(
                        OperationOutcome.class,
                        OperationOutcomes.of(problems, draft.correlationId()).toString());
        String message = problems.get(0).text();
        BaseServerResponseException exception = switch (status) {
            case 403 -> new ForbiddenOperationException(message);
            case 404 -> new ResourceNotFoundException(message);
            case 422 -> new UnprocessableEntityException(message);
            case 409, 410, 429 -> new UnclassifiedServerFailureException(status, message);
            default -> new InvalidRequestException(message);
        };
        exception.setOperationOutcome(outcome);
        return exception;
    }
}
