package org.firewarden.gate.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.InterceptorOrder;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Answers for ways to data that FHIR knows and this server does not offer to anybody, whatever a policy says: HAPI's own bulk
 * export and import, GraphQL, and Subscriptions. Each answer says what is offered in its place. {@code $export} is the server's own
 * and open where a policy allows bulk (FHIR Bulk Data Access 2.0.0); at other addresses than its three it is answered for here.
 */
@Interceptor
public final class NotOffered {

    /** The type whose resources would make this server send patient data to an address. */
    static final String SUBSCRIPTION = "Subscription";

    private static final String EXPORT = "$export";

    private static final Problem BULK = new Problem(
            "not-supported",
            "bulk-data-not-offered",
            "This is not offered. A cohort leaves de-identified, by $deidentify with Prefer: respond-async, or for operations by"
                    + " $export, Patient/$export or Group/[id]/$export; a record by itself leaves by Patient/[id]/$everything.");
    private static final Problem GRAPHQL = new Problem(
            "not-supported",
            "graphql-not-offered",
            "GraphQL is not offered. Search with _include, _revinclude and _elements answers the same questions.");
    private static final Problem SUBSCRIPTIONS = new Problem(
            "not-supported",
            "subscription-not-offered",
            "Subscriptions are not offered: no notification leaves this server. Search with _lastUpdated finds what has changed.");

    private static final Map<String, Problem> OPERATIONS = Map.ofEntries(
            Map.entry("$export-poll-status", BULK),
            Map.entry("$import", BULK),
            Map.entry("$import-poll-status", BULK),
            Map.entry("$graphql", GRAPHQL),
            Map.entry("$get-ws-binding-token", SUBSCRIPTIONS),
            Map.entry("$events", SUBSCRIPTIONS));

    private static final Set<RequestTypeEnum> WRITES =
            Set.of(RequestTypeEnum.POST, RequestTypeEnum.PUT, RequestTypeEnum.PATCH, RequestTypeEnum.DELETE);

    /** Before anybody looks for who could handle the request. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = InterceptorOrder.REQUEST)
    public void refuse(RequestDetails request) {
        Problem problem = problem(request);
        if (problem != null) {
            RequestContext.draft(request)
                    .ifPresent(draft -> draft.denied(new Decision.Deny(DenialReason.OPERATION_CLOSED, null)));
            throw Refusals.of(new ForbiddenOperationException("not offered"), problem);
        }
    }

    /** The three levels of the specification: system, all patients, a Group. */
    private static boolean isExportOfThisServer(RequestDetails request) {
        String type = request.getResourceName();
        boolean hasId = request.getId() != null && request.getId().hasIdPart();
        return type == null ? !hasId : hasId ? type.equals("Group") : type.equals("Patient");
    }

    private static @Nullable Problem problem(RequestDetails request) {
        String operation = request.getOperation();
        Problem ofOperation = operation == null ? null : OPERATIONS.get(operation);
        if (EXPORT.equals(operation) && !isExportOfThisServer(request)) {
            return BULK;
        }
        boolean isWrite = WRITES.contains(request.getRequestType()) && !"_search".equals(operation);
        return ofOperation == null && isWrite && SUBSCRIPTION.equals(request.getResourceName())
                ? SUBSCRIPTIONS
                : ofOperation;
    }
}
