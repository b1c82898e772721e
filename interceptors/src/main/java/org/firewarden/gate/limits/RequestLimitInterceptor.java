package org.firewarden.gate.limits;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import ca.uhn.fhir.util.UrlUtil;
import java.util.List;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.InterceptorOrder;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.Bundle;

/**
 * Refuses queries and bundles that are beyond a bound, before anything is searched or stored: 400 for queries, 413 for
 * bundles. A query is one whether it stands in the address, in a form or in the entry of a batch.
 */
@Interceptor
public final class RequestLimitInterceptor {

    private final RequestLimits limits;

    /** Refuses what is beyond these. */
    public RequestLimitInterceptor(RequestLimits limits) {
        this.limits = limits;
    }

    /** Looks at the parameters, before the body is parsed. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = InterceptorOrder.LIMITS)
    public void checkQuery(RequestDetails request) {
        refuse(QueryLimits.problems(request.getParameters(), limits));
    }

    /** Looks at the entries of a batch or transaction. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = InterceptorOrder.LIMITS)
    public void checkEntries(RequestDetails request, RestOperationTypeEnum type) {
        if (type != RestOperationTypeEnum.TRANSACTION || !(request.getResource() instanceof Bundle bundle)) {
            return;
        }
        if (bundle.getEntry().size() > limits.entries()) {
            throw Refusals.of(
                    new PayloadTooLargeException("too many entries"),
                    new Problem(
                            "too-costly",
                            "too-many-entries",
                            "A batch or transaction has at most " + limits.entries() + " entries."));
        }
        for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
            String url = entry.getRequest().getUrl();
            if (url == null) {
                continue;
            }
            if (url.length() > limits.address()) {
                throw Refusals.of(
                        new PayloadTooLargeException("address too long"),
                        new Problem(
                                "too-long",
                                "address-too-long",
                                "The address of an entry has at most " + limits.address() + " characters."));
            }
            int query = url.indexOf('?');
            if (query >= 0) {
                refuse(QueryLimits.problems(UrlUtil.parseQueryString(url.substring(query + 1)), limits));
            }
        }
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw Refusals.of(new InvalidRequestException("a query beyond the limits"), problems);
        }
    }
}
