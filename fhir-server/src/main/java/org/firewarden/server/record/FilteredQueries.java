package org.firewarden.server.record;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.util.UrlUtil;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.audit.AuditDraft;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.gate.enforcement.VisibleResources;
import org.firewarden.gate.query.InnerSearch;
import org.firewarden.gate.query.QueryFirewall;
import org.firewarden.gate.query.QueryPlan;
import org.firewarden.gate.query.QueryRefusal;
import org.firewarden.gate.query.Rewriting;
import org.firewarden.problem.Problem;
import org.firewarden.record.CohortReader.Check;
import org.firewarden.record.CohortRefusedException;
import org.firewarden.record.TypeFilter;
import org.jspecify.annotations.Nullable;

/** Puts the filters of an export through the query firewall, as it would each search of the caller's. */
final class FilteredQueries {

    private final QueryFirewall firewall;
    private final VisibleResources visible;

    FilteredQueries(QueryFirewall firewall, VisibleResources visible) {
        this.firewall = firewall;
        this.visible = visible;
    }

    /** Why the filter may not be asked, or null if it may. */
    Check.@Nullable Refused refusal(Caller caller, TypeFilter filter) {
        return firewall.admitSelection(caller, filter.type(), parsed(filter)) instanceof QueryFirewall.Answer.Refused no
                ? refused(no.refusal())
                : null;
    }

    /**
     * What the storage is asked: the conditions of the filter, its chains answered as the caller.
     *
     * @throws CohortRefusedException if it may not be asked any more
     */
    Map<String, List<String>> conditions(Caller caller, TypeFilter filter, AuditDraft draft) {
        QueryFirewall.Answer answer = firewall.admitSelection(caller, filter.type(), parsed(filter));
        if (!(answer instanceof QueryFirewall.Answer.Admitted admitted)) {
            throw new CohortRefusedException(refused(((QueryFirewall.Answer.Refused) answer).refusal()));
        }
        QueryPlan plan = admitted.plan();
        InnerSearch search = (type, parameters) ->
                visible.find(type, parameters, RequestContext.as(caller, draft, RestOperationTypeEnum.SEARCH_TYPE));
        Rewriting rewriting = firewall.rewrite(plan, search);
        if (rewriting == null) {
            throw new CohortRefusedException(refused(new QueryRefusal.TooWide()));
        }
        return QueryFirewall.conditions(plan, rewriting);
    }

    private static Map<String, List<String>> parsed(TypeFilter filter) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        UrlUtil.parseQueryString(filter.query()).forEach((key, values) -> query.put(key, List.of(values)));
        return query;
    }

    private static Check.Refused refused(QueryRefusal refusal) {
        if (refusal instanceof QueryRefusal.Malformed malformed) {
            List<Problem> problems = malformed.problems();
            return new Check.Refused(
                    400,
                    problems.isEmpty()
                            ? List.of(Problem.invalid("invalid-query", "A search of the request cannot be read."))
                            : problems,
                    null);
        }
        Decision.Deny denial = refusal instanceof QueryRefusal.Denied denied ? denied.deny() : null;
        return new Check.Refused(
                403,
                List.of(Problem.forbidden(
                        "query-closed", "A search of the request asks about what is not open to this caller.")),
                denial);
    }
}
