package org.firewarden.gate.enforcement;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.util.UrlUtil;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.firewarden.access.Caller;
import org.firewarden.audit.AuditDraft;
import org.firewarden.gate.query.InnerSearch;
import org.firewarden.gate.query.QueryFirewall;
import org.firewarden.gate.query.QueryPlan;
import org.firewarden.gate.query.QueryRefusal;
import org.firewarden.gate.query.Rewriting;
import org.jspecify.annotations.Nullable;

/** Asks the firewall about the queries of requests and refuses what it refuses. */
final class Queries {

    private static final Set<String> FORM = Set.of(
            "_count", "_elements", "_format", "_include", "_pretty", "_revinclude", "_summary", "_total", "_contained");

    private final QueryFirewall firewall;
    private final VisibleResources visible;

    Queries(QueryFirewall firewall, VisibleResources visible) {
        this.firewall = firewall;
        this.visible = visible;
    }

    /**
     * A query that may be executed.
     *
     * @param parameters as the storage is to read them
     * @param total how many match, if that was all that was asked
     */
    record Executable(
            Map<String, List<String>> parameters, @Nullable Integer total) {}

    /** Reads the query and decides whether the caller may ask it. */
    QueryPlan admit(RequestDetails request, Caller caller, String resourceType, Map<String, List<String>> query) {
        return admitted(request, firewall.admit(caller, resourceType, query));
    }

    /** The same for the query of a conditional write. */
    QueryPlan admitSelection(
            RequestDetails request, Caller caller, String resourceType, Map<String, List<String>> query) {
        return admitted(request, firewall.admitSelection(caller, resourceType, query));
    }

    private static QueryPlan admitted(RequestDetails request, QueryFirewall.Answer answer) {
        if (answer instanceof QueryFirewall.Answer.Refused refused) {
            throw Denials.refuseQuery(request, refused.refusal());
        }
        return ((QueryFirewall.Answer.Admitted) answer).plan();
    }

    /**
     * Answers the chains of a search, counts if only that is asked, and narrows to what the scopes allow.
     *
     * @param query what stands in the request now: what the plan is of, and what was added since
     */
    Executable execute(RequestDetails request, Caller caller, QueryPlan plan, Map<String, List<String>> query) {
        InnerSearch search = searchAs(request, caller, RestOperationTypeEnum.SEARCH_TYPE);
        Rewriting rewriting = rewrite(request, plan, search);
        Map<String, List<String>> executed = new LinkedHashMap<>(rewriting.applyTo(query));
        executed.remove("_total");
        Map<String, List<String>> narrowing = firewall.narrowing(caller, plan.resourceType());
        executed = new Rewriting(Set.of(), narrowing).applyTo(executed);
        if (!plan.countsOnly()) {
            return new Executable(executed, null);
        }
        QueryFirewall.Count count = firewall.count(plan, rewriting, search);
        if (count instanceof QueryFirewall.Count.Refused refused) {
            throw Denials.refuseQuery(request, refused.refusal());
        }
        Map<String, List<String>> nothing = new LinkedHashMap<>(QueryFirewall.nothing());
        return new Executable(nothing, ((QueryFirewall.Count.Of) count).matches());
    }

    /**
     * The same search as a search for the resources of its page by their ids: they are found past the gate, so that what the
     * storage cuts to a page holds nothing hidden.
     *
     * @param executable what {@link #execute} made of it
     * @param page the size of the page
     */
    Map<String, List<String>> pageByIds(
            RequestDetails request, Caller caller, QueryPlan plan, Executable executable, int page) {
        if (executable.total() != null) {
            return executable.parameters();
        }
        AuditDraft draft = RequestContext.draft(request)
                .orElseThrow(() -> new IllegalStateException("a request without an audit draft"));
        Map<String, List<String>> selecting = new LinkedHashMap<>(executable.parameters());
        selecting.keySet().removeIf(Queries::isOfForm);
        Map<String, List<String>> shown = new LinkedHashMap<>(executable.parameters());
        shown.keySet().removeIf(key -> !isOfForm(key) && !isOfOrder(key));
        InnerSearch.Matches matches = plan.readsText()
                ? new InnerSearch.Matches.TooMany()
                : visible.first(
                        plan.resourceType(),
                        selecting,
                        page,
                        RequestContext.as(caller, draft, RestOperationTypeEnum.SEARCH_TYPE));
        if (!(matches instanceof InnerSearch.Matches.Visible found)) {
            throw Denials.refuseQuery(request, new QueryRefusal.TooWide());
        }
        shown.putAll(
                found.ids().isEmpty()
                        ? QueryFirewall.nothing()
                        : Map.of("_id", List.of(String.join(",", found.ids()))));
        return shown;
    }

    /** How the answer looks and what comes along with the matches; which these are does not depend on it. */
    private static boolean isOfForm(String key) {
        int colon = key.indexOf(':');
        return FORM.contains(colon < 0 ? key : key.substring(0, colon));
    }

    private static boolean isOfOrder(String key) {
        return key.equals("_sort") || key.startsWith("_sort:");
    }

    /** Answers the chains of a query. */
    Rewriting rewrite(RequestDetails request, QueryPlan plan, InnerSearch search) {
        Rewriting rewriting = firewall.rewrite(plan, search);
        if (rewriting == null) {
            throw Denials.refuseQuery(request, new QueryRefusal.TooWide());
        }
        return rewriting;
    }

    /** Searches as the caller, for resources to which the caller may do what the type says. */
    InnerSearch searchAs(RequestDetails request, Caller caller, RestOperationTypeEnum type) {
        AuditDraft draft = RequestContext.draft(request)
                .orElseThrow(() -> new IllegalStateException("a request without an audit draft"));
        return (resourceType, parameters) ->
                visible.find(resourceType, parameters, RequestContext.as(caller, draft, type));
    }

    static Map<String, List<String>> lists(Map<String, String[]> parameters) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        parameters.forEach((key, values) -> lists.put(key, List.of(values)));
        return lists;
    }

    static Map<String, String[]> arrays(Map<String, List<String>> parameters) {
        Map<String, String[]> arrays = new LinkedHashMap<>();
        parameters.forEach((key, values) -> arrays.put(key, values.toArray(String[]::new)));
        return arrays;
    }

    /** What stands behind the question mark of a URL. */
    static Map<String, List<String>> parse(String query) {
        return lists(UrlUtil.parseQueryString(query));
    }

    /** The same as text; whoever reads it again reads the same. */
    static String toText(Map<String, List<String>> parameters) {
        return parameters.entrySet().stream()
                .flatMap(parameter -> parameter.getValue().stream()
                        .map(value -> UrlUtil.escapeUrlParam(parameter.getKey()) + "=" + UrlUtil.escapeUrlParam(value)))
                .collect(Collectors.joining("&"));
    }
}
