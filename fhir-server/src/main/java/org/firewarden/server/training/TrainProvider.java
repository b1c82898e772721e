package org.firewarden.server.training;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.job.Jobs;
import org.firewarden.problem.OperationOutcomes;
import org.firewarden.train.operation.TrainRequest;
import org.firewarden.train.operation.TrainService;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP face of {@code $train}: always asynchronous (FHIR R4 async.html), answered with 202 and the address of the job. A plain
 * provider of HAPI; it decides nothing.
 */
final class TrainProvider {

    private static final String NAME = "$train";

    private final FhirContext fhir;
    private final TrainService service;

    TrainProvider(FhirContext fhir, TrainService service) {
        this.fhir = fhir;
        this.service = service;
    }

    /** Submits a run. */
    @Operation(name = NAME)
    public Parameters train(
            @OperationParam(name = "dataset", max = 1) @Nullable Type dataset,
            @OperationParam(name = "features", max = 1) @Nullable Type features,
            @OperationParam(name = "target", max = 1) @Nullable Type target,
            @OperationParam(name = "algorithm", max = 1) @Nullable Type algorithm,
            @OperationParam(name = "epsilon", max = 1) @Nullable DecimalType epsilon,
            @OperationParam(name = "delta", max = 1) @Nullable DecimalType delta,
            @OperationParam(name = "maxGradNorm", max = 1) @Nullable DecimalType maxGradNorm,
            @OperationParam(name = "seed", max = 1) @Nullable IntegerType seed,
            @OperationParam(name = "accountant", max = 1) @Nullable CodeType accountant,
            ServletRequestDetails request) {
        AuditDraft draft = draft(request);
        draft.interaction(AuditAction.EXECUTE, NAME);
        TrainService.Answer answer = service.train(
                attribute(request, Caller.REQUEST_ATTRIBUTE, Caller.class),
                new TrainRequest.Raw(
                        text(dataset),
                        text(features),
                        text(target),
                        text(algorithm),
                        number(epsilon),
                        number(delta),
                        number(maxGradNorm),
                        seed == null || seed.getValue() == null
                                ? null
                                : seed.getValue().longValue(),
                        accountant == null ? null : accountant.getValue()),
                draft.correlationId());
        if (answer instanceof TrainService.Answer.Refused refused) {
            if (refused.denial() != null) {
                draft.denied(refused.denial());
            }
            throw refusal(refused, draft.correlationId());
        }
        TrainService.Answer.Accepted accepted = (TrainService.Answer.Accepted) answer;
        draft.entity(accepted.dataSet());
        draft.entity("Job/" + accepted.job().id());
        request.getServletRequest()
                .setAttribute(Jobs.ACCEPTED_ATTRIBUTE, accepted.job().id());
        Parameters body = new Parameters();
        body.addParameter("job", new StringType(accepted.job().id().toString()));
        return body;
    }

    private BaseServerResponseException refusal(TrainService.Answer.Refused refused, String correlationId) {
        OperationOutcome outcome = fhir.newJsonParser()
                .parseResource(
                        OperationOutcome.class,
                        OperationOutcomes.of(refused.problems(), correlationId).toString());
        UnclassifiedServerFailureException exception = new UnclassifiedServerFailureException(
                refused.status(), refused.problems().get(0).text());
        exception.setOperationOutcome(outcome);
        return exception;
    }

    private static @Nullable String text(@Nullable Type value) {
        if (value instanceof Reference reference) {
            return reference.getReference();
        }
        return value instanceof PrimitiveType<?> primitive ? primitive.getValueAsString() : null;
    }

    private static @Nullable Double number(@Nullable DecimalType value) {
        return value == null || value.getValue() == null
                ? null
                : value.getValue().doubleValue();
    }

    private static AuditDraft draft(ServletRequestDetails request) {
        AuditDraft audit = attribute(request, AuditDraft.REQUEST_ATTRIBUTE, AuditDraft.class);
        String id = request.getRequestId();
        return audit == null ? new AuditDraft(id == null ? "none" : id, "") : audit;
    }

    private static <T> @Nullable T attribute(ServletRequestDetails request, String name, Class<T> type) {
        Object value = request.getServletRequest().getAttribute(name);
        return type.isInstance(value) ? type.cast(value) : null;
    }
}
