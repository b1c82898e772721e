package org.firewarden.gate.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.gate.decision.Policy;
import org.firewarden.gate.query.InnerSearch.Matches;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Reads, checks and rewrites queries of whatever origin: requests, entries of a batch, conditional writes. */
public final class QueryFirewall {

    private final SearchParameters parameters;
    private final QueryReader reader;
    private final ScopeNarrowing narrowing;
    private final Supplier<Policy> policies;
    private final QuerySettings settings;

    /**
     * Checks against these parameters and the policy in force.
     *
     * @param policies gives the policy in force
     */
    public QueryFirewall(SearchParameters parameters, Supplier<Policy> policies, QuerySettings settings) {
        this.parameters = parameters;
        this.reader = new QueryReader(parameters, settings.maximumDepth());
        this.narrowing = new ScopeNarrowing(parameters);
        this.policies = policies;
        this.settings = settings;
    }

    /** What the firewall says of a query. */
    public sealed interface Answer {

        /** The query may be asked, as far as types and elements go. */
        record Admitted(QueryPlan plan) implements Answer {}

        /** It may not. */
        record Refused(QueryRefusal refusal) implements Answer {}
    }

    /** A number of matches, or why there is none. */
    public sealed interface Count {

        /** So many match and are visible. */
        record Of(int matches) implements Count {}

        /** It is not counted. */
        record Refused(QueryRefusal refusal) implements Count {}
    }

    /** Reads a query and decides whether the caller may ask it. */
    public Answer admit(Caller caller, String resourceType, Map<String, List<String>> query) {
        QueryReader.Reading reading = reader.read(resourceType, query);
        QueryPlan plan = reading.plan();
        QueryRefusal refusal =
                plan == null ? reading.refusal() : new QueryCheck(parameters, caller, policies.get()).deny(plan);
        return plan == null || refusal != null
                ? new Answer.Refused(refusal == null ? new QueryRefusal.Malformed(List.of()) : refusal)
                : new Answer.Admitted(plan);
    }

    /**
     * The same for a query that selects what a conditional write is about: it has conditions, each with a value, and nothing
     * else, since the storage would not ask about the rest.
     */
    public Answer admitSelection(Caller caller, String resourceType, Map<String, List<String>> query) {
        Answer answer = admit(caller, resourceType, query);
        if (!(answer instanceof Answer.Admitted admitted)) {
            return answer;
        }
        QueryPlan plan = admitted.plan();
        boolean isComplete = !plan.conditions().isEmpty()
                && plan.conditions().stream()
                        .allMatch(condition -> !condition.values().isEmpty()
                                && condition.values().size()
                                        == query.getOrDefault(condition.key(), List.of())
                                                .size());
        if (isComplete && plan.isSelection() && plan.conditions().size() == query.size()) {
            return answer;
        }
        return new Answer.Refused(new QueryRefusal.Malformed(List.of(Problem.invalid(
                "invalid-condition", "A conditional request needs search parameters with values, and nothing else."))));
    }

    /** What the query becomes when its chains are answered as the caller, or null if it is too wide. */
    public @Nullable Rewriting rewrite(QueryPlan plan, InnerSearch search) {
        return new InnerFirst(search, settings.maximumMatches()).rewrite(plan);
    }

    /** What is put into each query for a type, since the caller's scopes end there. */
    public Map<String, List<String>> narrowing(Caller caller, String resourceType) {
        return narrowing.of(caller.scopes(), resourceType);
    }

    /** Finds nothing, in whatever query it is put. */
    public static Map<String, List<String>> nothing() {
        return InnerFirst.nothing();
    }

    /**
     * Counts what the caller sees of the matches.
     *
     * @param rewriting of the plan
     */
    public Count count(QueryPlan plan, Rewriting rewriting, InnerSearch search) {
        if (plan.readsText()) {
            return new Count.Refused(new QueryRefusal.Denied(new Decision.Deny(DenialReason.QUERY_CLOSED, null), null));
        }
        Matches matches = search.search(plan.resourceType(), conditions(plan, rewriting));
        return matches instanceof Matches.Visible visible
                ? new Count.Of(visible.ids().size())
                : new Count.Refused(new QueryRefusal.TooWide());
    }

    /** The conditions of a plan as the storage is asked for them. */
    public static Map<String, List<String>> conditions(QueryPlan plan, Rewriting rewriting) {
        Map<String, List<String>> asked = new LinkedHashMap<>();
        plan.conditions()
                .forEach(condition -> asked.computeIfAbsent(condition.key(), key -> new ArrayList<>())
                        .addAll(condition.values()));
        return rewriting.applyTo(asked);
    }
}
