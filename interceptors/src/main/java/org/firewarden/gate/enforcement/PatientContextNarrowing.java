package org.firewarden.gate.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.interceptor.auth.AuthorizedList;
import ca.uhn.fhir.rest.server.interceptor.auth.SearchNarrowingInterceptor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Interaction;
import org.firewarden.gate.InterceptorOrder;
import org.jspecify.annotations.Nullable;

/**
 * Puts the patient in context into the query of a caller whose scopes end there, so that pages come back full. The decision
 * on each resource stands behind it all the same.
 */
@Interceptor
public final class PatientContextNarrowing extends SearchNarrowingInterceptor {

    /** A search over all types cannot be narrowed, and is refused by {@link RequestInterceptor}. */
    @Override
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = InterceptorOrder.NARROWING)
    public void hookIncomingRequestPostProcessed(
            RequestDetails request, HttpServletRequest servletRequest, HttpServletResponse servletResponse) {
        if (request.getRestOperationType() != RestOperationTypeEnum.SEARCH_SYSTEM) {
            try {
                super.hookIncomingRequestPostProcessed(request, servletRequest, servletResponse);
            } catch (ForbiddenOperationException e) {
                // The query names another patient. It is refused whether that one exists or not.
                throw Denials.refuse(request, new Decision.Deny(DenialReason.OUTSIDE_COMPARTMENT, null));
            }
        }
    }

    @Override
    protected @Nullable AuthorizedList buildAuthorizedList(RequestDetails request) {
        Caller caller = RequestContext.caller(request).orElse(null);
        String type = request.getResourceName();
        if (caller == null
                || caller.patientId() == null
                || type == null
                || caller.scopes().allowsBeyondPatient(Interaction.SEARCH, type)) {
            return null;
        }
        return new AuthorizedList().addCompartment("Patient/" + caller.patientId());
    }
}
