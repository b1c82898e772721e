package org.firewarden.server.training;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.deid.operation.SentParameters;
import org.firewarden.job.Jobs;
import org.firewarden.problem.OperationOutcomes;
import org.firewarden.problem.Problem;
import org.firewarden.train.operation.ReproduceService;
import org.firewarden.train.operation.TrainRequest;
import org.firewarden.train.operation.TrainService;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP face of {@code $train} and {@code $reproduce}: always asynchronous (FHIR R4 async.html), answered with 202 and the address of the job. A plain
 * provider of HAPI; it decides nothing.
 */
final class TrainProvider {

    private static final String NAME = "$train";

    private static final String REPRODUCE = "$reproduce";

    private final FhirContext fhir;
    private final TrainService service;
    private final ReproduceService reproductions;

    TrainProvider(FhirContext fhir, TrainService service, ReproduceService reproductions) {
        this.fhir = fhir;
        this.service = service;
        this.reproductions = reproductions;
    }

    /** Submits a run; the parameters come in the body, in any type that can hold them. */
    @Operation(name = NAME)
    public Parameters train(ServletRequestDetails request) {
        AuditDraft draft = draft(request);
        draft.interaction(AuditAction.EXECUTE, NAME);
        return answered(request, draft, service.train(caller(request), raw(request), draft.correlationId()));
    }

    /** Submits a run once more, from the card of the version that it made. */
    @Operation(name = REPRODUCE)
    public Parameters reproduce(ServletRequestDetails request) {
        AuditDraft draft = draft(request);
        draft.interaction(AuditAction.EXECUTE, REPRODUCE);
        return answered(request, draft, reproductions.reproduce(caller(request), raw(request), draft.correlationId()));
    }

    /** All that was sent, also what the operation does not know, so that it can be refused. */
    private static TrainRequest.Raw raw(ServletRequestDetails request) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        SentParameters.of(request).values().forEach((name, texts) -> values.put(name, new ArrayList<>(texts)));
        if (request.getResource() instanceof Parameters sent) {
            // What has no simple value is left out above, and is there all the same.
            sent.getParameter().stream()
                    .filter(parameter -> !(parameter.getValue() instanceof PrimitiveType<?> simple && simple.hasValue())
                            && !(parameter.getValue() instanceof Reference to && to.hasReference()))
                    .forEach(parameter -> values.computeIfAbsent(
                                    parameter.hasName() ? parameter.getName() : "", name -> new ArrayList<>())
                            .add(""));
        }
        return new TrainRequest.Raw(values);
    }

    private static @Nullable Caller caller(ServletRequestDetails request) {
        return attribute(request, Caller.REQUEST_ATTRIBUTE, Caller.class);
    }

    private Parameters answered(ServletRequestDetails request, AuditDraft draft, TrainService.Answer answer) {
        if (answer instanceof TrainService.Answer.Refused refused) {
            if (refused.denial() != null) {
                draft.denied(refused.denial());
            }
            throw refusal(refused.status(), refused.problems(), draft.correlationId());
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

    private BaseServerResponseException refusal(int status, List<Problem> problems, String correlationId) {
        OperationOutcome outcome = fhir.newJsonParser()
                .parseResource(
                        OperationOutcome.class,
                        OperationOutcomes.of(problems, correlationId).toString());
        UnclassifiedServerFailureException exception =
                new UnclassifiedServerFailureException(status, problems.get(0).text());
        exception.setOperationOutcome(outcome);
        return exception;
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
