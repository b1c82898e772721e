package org.firewarden.gate.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import java.util.List;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.Interaction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.failure.BatchFailures;
import org.firewarden.gate.InterceptorOrder;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of an answer what would tell of hidden resources: totals of searches, which count them too, what HAPI says of the
 * failed entries of a batch, which differs between hidden and absent, and what a write answers to who may not read.
 */
@Interceptor
public final class ResponseInterceptor {

    private static final Set<RestOperationTypeEnum> WRITES =
            Set.of(RestOperationTypeEnum.CREATE, RestOperationTypeEnum.UPDATE, RestOperationTypeEnum.PATCH);

    private final GateKeeper gate;

    /** Masks by this gate. */
    public ResponseInterceptor(GateKeeper gate) {
        this.gate = gate;
    }

    /** Looks at an answer before it is written. */
    @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = InterceptorOrder.DISCLOSURE)
    public void withhold(RequestDetails request, @Nullable IBaseResource response, ResponseDetails details) {
        if (response != null && isUnreadable(request, response)) {
            details.setResponseResource(stored());
            return;
        }
        if (response != null && WRITES.contains(request.getRestOperationType())) {
            IBaseResource shown = shown(request, response);
            details.setResponseResource(shown == null ? stored() : shown);
            return;
        }
        if (!(response instanceof Bundle bundle) || "AuditEvent".equals(request.getResourceName())) {
            return;
        }
        bundle.setTotalElement(null);
        CountedTotals.of(request).ifPresent(bundle::setTotal);
        if (request.getRestOperationType() == RestOperationTypeEnum.TRANSACTION
                && request.getResource() instanceof Bundle asked) {
            RequestContext.draft(request)
                    .ifPresent(draft -> draft.steps(BundleSteps.of(TransactionEntries.of(asked), bundle)));
        }
        BundleQueries.restore(request, bundle);
        String correlationId =
                RequestContext.draft(request).map(AuditDraft::correlationId).orElse("");
        for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
            if (request.getRestOperationType() == RestOperationTypeEnum.TRANSACTION
                    && entry.hasResource()
                    && !(entry.getResource() instanceof Bundle)) {
                entry.setResource((Resource) shown(request, entry.getResource()));
            }
            if (entry.hasResponse()) {
                BatchFailures.translate(entry.getResponse(), correlationId);
            }
        }
    }

    /** HAPI answers a write with what it has stored, past the hooks that hide and mask; null if the caller may not read it. */
    private @Nullable IBaseResource shown(RequestDetails request, IBaseResource response) {
        Caller caller = RequestContext.caller(request).orElse(null);
        if (response instanceof OperationOutcome || caller == null) {
            return response;
        }
        GateKeeper.Verdict verdict =
                gate.decide(caller, Interaction.READ, List.of(response)).get(0);
        return verdict.decision().isPermitted() ? gate.shown(caller, verdict, response) : null;
    }

    private static boolean isUnreadable(RequestDetails request, IBaseResource response) {
        return WRITES.contains(request.getRestOperationType())
                && !(response instanceof OperationOutcome)
                && RequestContext.caller(request)
                        .filter(caller -> caller.scopes().allows(Interaction.READ, response.fhirType()))
                        .isEmpty();
    }

    private static OperationOutcome stored() {
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(OperationOutcome.IssueSeverity.INFORMATION)
                .setCode(OperationOutcome.IssueType.INFORMATIONAL)
                .getDetails()
                .setText("Stored. The scopes of the access token do not allow reading it.");
        return outcome;
    }
}
