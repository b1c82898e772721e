package org.firewarden.gate.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of an answer what would tell of hidden resources: totals of searches, which count them too, and a history of
 * which a part is hidden, which turns into one that is not there.
 */
@Interceptor
public final class ResponseInterceptor {

    /** Looks at an answer before it is written. */
    @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = InterceptorOrder.DISCLOSURE)
    public void withhold(RequestDetails request, @Nullable IBaseResource response) {
        if (!(response instanceof Bundle bundle) || "AuditEvent".equals(request.getResourceName())) {
            return;
        }
        if (bundle.getType() == Bundle.BundleType.HISTORY
                && request.getUserData().containsKey(DisclosureInterceptor.HIDDEN)) {
            throw new ResourceNotFoundException("hidden");
        }
        bundle.setTotalElement(null);
        for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
            if (entry.getResource() instanceof Bundle inner) {
                inner.setTotalElement(null);
            }
        }
    }
}
