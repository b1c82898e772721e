package org.firewarden.gate.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.firewarden.audit.AuditDraft;
import org.firewarden.failure.BatchFailures;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of an answer what would tell of hidden resources: totals of searches, which count them too, and what HAPI says
 * of the failed entries of a batch, which differs between hidden and absent.
 */
@Interceptor
public final class ResponseInterceptor {

    /** Looks at an answer before it is written. */
    @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = InterceptorOrder.DISCLOSURE)
    public void withhold(RequestDetails request, @Nullable IBaseResource response) {
        if (!(response instanceof Bundle bundle) || "AuditEvent".equals(request.getResourceName())) {
            return;
        }
        bundle.setTotalElement(null);
        String correlationId =
                RequestContext.draft(request).map(AuditDraft::correlationId).orElse("");
        for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
            if (entry.getResource() instanceof Bundle inner) {
                inner.setTotalElement(null);
            }
            if (entry.hasResponse()) {
                BatchFailures.translate(entry.getResponse(), correlationId);
            }
        }
    }
}
