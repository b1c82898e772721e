package org.firewarden.gate.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.firewarden.access.Caller;
import org.firewarden.gate.InterceptorOrder;
import org.firewarden.gate.query.QueryFirewall;
import org.firewarden.gate.query.QueryPlan;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/**
 * Puts each search and each conditional write through the query firewall before HAPI reads its parameters. The storage executes
 * the rewritten query; links in the answer show the caller's own words.
 */
@Interceptor
public final class QueryInterceptor {

    private static final String PLAN = QueryPlan.class.getName();
    private static final String CALLERS_WORDS = QueryInterceptor.class.getName() + ".callersWords";
    private static final String COUNT = "_count";
    private static final String PASSED = QueryInterceptor.class.getName() + ".passed";

    /** The parameters as they came. */
    private record CallersWords(Map<String, List<String>> parameters) {}

    private final GateKeeper gate;
    private final Queries queries;
    private final ConditionalWrites conditionalWrites;

    private final BundleQueries bundleQueries;

    /** Asks this firewall, and searches inner resources here. */
    public QueryInterceptor(FhirContext fhir, GateKeeper gate, QueryFirewall firewall, VisibleResources visible) {
        this.gate = gate;
        this.queries = new Queries(firewall, visible);
        this.conditionalWrites = new ConditionalWrites(gate, queries);
        this.bundleQueries = new BundleQueries(fhir, queries, conditionalWrites);
    }

    /** Checks the queries of a batch or transaction; {@link RequestInterceptor} asks when it has looked at the entries. */
    void checkBundle(RequestDetails request, Caller caller, Bundle bundle, List<TransactionEntries.Entry> entries) {
        bundleQueries.check(request, caller, bundle, entries);
    }

    /** Refuses what the caller may not ask, before the patient in context is put into the query. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = InterceptorOrder.QUERY)
    public void check(RequestDetails request) {
        Caller caller = RequestContext.caller(request).orElse(null);
        RestOperationTypeEnum type = request.getRestOperationType();
        if (caller == null || type == null) {
            // Nobody: refused when the request is handled.
            return;
        }
        if (type == RestOperationTypeEnum.SEARCH_TYPE && !ClosedQueries.isOfAuditTrail(request)) {
            RequestInterceptor.note(gate, request, type);
            CallersWords words = new CallersWords(Queries.lists(request.getParameters()));
            request.getUserData()
                    .put(PLAN, queries.admit(request, caller, request.getResourceName(), words.parameters));
            request.getUserData().put(CALLERS_WORDS, words);
            // Each of these names has been found to be one that the server knows.
            RequestContext.draft(request)
                    .ifPresent(draft -> draft.cleanedQuery(request.getResourceName() + "?"
                            + String.join("&", new TreeSet<>(words.parameters.keySet()))));
        } else if (ConditionalWrites.isConditional(request, type)) {
            RequestInterceptor.note(gate, request, type);
            conditionalWrites.resolve(request, caller, type);
            pass(request);
        }
    }

    /** Answers chains and counts, when the patient in context stands in the query. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = InterceptorOrder.REWRITING)
    public void rewrite(RequestDetails request) {
        Caller caller = RequestContext.caller(request).orElse(null);
        if (caller != null && request.getUserData().get(PLAN) instanceof QueryPlan plan) {
            Queries.Executable executable =
                    queries.execute(request, caller, plan, Queries.lists(request.getParameters()));
            request.setParameters(Queries.arrays(executable.parameters()));
            if (executable.total() != null) {
                CountedTotals.keep(request, executable.total());
            }
            pass(request);
        }
    }

    /**
     * HAPI has read the parameters and builds links from them next. The size of the page it reads once more, so that stays as
     * the policy has lowered it.
     */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = InterceptorOrder.CALLERS_WORDS)
    public void restore(RequestDetails request) {
        if (!request.isSubRequest() && request.getUserData().remove(CALLERS_WORDS) instanceof CallersWords words) {
            Map<String, String[]> parameters = Queries.arrays(words.parameters);
            String[] lowered = request.getParameters().get(COUNT);
            if (lowered != null) {
                parameters.put(COUNT, lowered);
            }
            request.setParameters(parameters);
        }
    }

    static void pass(RequestDetails request) {
        request.getUserData().put(PASSED, true);
    }

    /** True if the firewall has seen the query of this request, or of the bundle that it is an entry of. */
    static boolean hasPassed(@Nullable RequestDetails request) {
        return request != null && request.getUserData().containsKey(PASSED);
    }
}
