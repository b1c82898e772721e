package org.firewarden.model.operation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.List;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.audit.AuditDraft;
import org.firewarden.problem.OperationOutcomes;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.OperationOutcome;

/** Refusals as HAPI's exceptions, with every reason in the outcome. */
public final class ModelRefusals {

    private final FhirContext fhir;

    /** Writes outcomes with this context. */
    public ModelRefusals(FhirContext fhir) {
        this.fhir = fhir;
    }

    BaseServerResponseException of(int status, List<Problem> problems, AuditDraft draft) {
        if (status == 403) {
            draft.denied(new Decision.Deny(DenialReason.ROLE, null));
        }
        OperationOutcome outcome = fhir.newJsonParser()
                .parseResource(
                        OperationOutcome.class,
                        OperationOutcomes.of(problems, draft.correlationId()).toString());
        String message = problems.get(0).code();
        BaseServerResponseException exception = switch (status) {
            case 403 -> new ForbiddenOperationException(message);
            case 404 -> new ResourceNotFoundException(message);
            case 422 -> new UnprocessableEntityException(message);
            default -> new InvalidRequestException(message);
        };
        exception.setOperationOutcome(outcome);
        return exception;
    }
}
