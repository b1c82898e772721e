package org.firewarden.server.training;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.HashMap;
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
        SentParameters sent = SentParameters.of(request);
        Map<String, String> values = new HashMap<>();
        for (String name : TrainRequest.NAMES) {
            String value = sent.first(name);
            if (value != null) {
                values.put(name, value);
            }
        }
        TrainRequest.Raw raw = new TrainRequest.Raw(values);
        return answered(request, draft, service.train(caller(request), raw, draft.correlationId()));
    }

    /** Submits a run once more, from the card of the version that it made. */
    @Operation(name = REPRODUCE)
    public Parameters reproduce(ServletRequestDetails request) {
        AuditDraft draft = draft(request);
        draft.interaction(AuditAction.EXECUTE, REPRODUCE);
        String model = SentParameters.of(request).first("model");
        return answered(request, draft, reproductions.reproduce(caller(request), model, draft.correlationId()));
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
