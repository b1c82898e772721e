package org.firewarden.gate.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.List;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.gate.InterceptorOrder;

/**
 * Refuses operations that need a strong sign-in to callers whose token does not say that there was one ({@code acr}), with the challenge
 * of RFC 9470, section 3, so that an app can send its user to sign in again. It stands after the policy: to whom an operation is closed
 * it is closed, however strong the sign-in.
 */
@Interceptor
public final class StepUpInterceptor {

    private final Set<String> operations;
    private final List<String> acrValues;

    /**
     * Asks for one of these values.
     *
     * @param operations which operations, with their dollar sign
     * @param acrValues which {@code acr} values count as a strong sign-in
     */
    public StepUpInterceptor(Set<String> operations, List<String> acrValues) {
        for (String operation : operations) {
            if (!operation.startsWith("$")) {
                throw new IllegalArgumentException(
                        "firewarden.step-up.operations: an operation begins with a dollar sign");
            }
        }
        this.operations = Set.copyOf(operations);
        this.acrValues = List.copyOf(acrValues);
    }

    /** Refuses what needs more than the sign-in that there was. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = InterceptorOrder.STEP_UP)
    public void check(RequestDetails request) {
        String operation = request.getOperation();
        if (operation == null || !operations.contains(operation) || isStrong(request)) {
            return;
        }
        BaseServerResponseException refusal =
                Denials.refuse(request, new Decision.Deny(DenialReason.STEP_UP_REQUIRED, null));
        refusal.addResponseHeader(
                "WWW-Authenticate",
                "Bearer error=\"insufficient_user_authentication\", error_description=\"A stronger sign-in is needed\","
                        + " acr_values=\"" + String.join(" ", acrValues) + "\"");
        throw refusal;
    }

    private boolean isStrong(RequestDetails request) {
        return RequestContext.caller(request)
                .map(Caller::acr)
                .filter(acrValues::contains)
                .isPresent();
    }
}
