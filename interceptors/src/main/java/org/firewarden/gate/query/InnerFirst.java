package org.firewarden.gate.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.gate.query.InnerSearch.Matches;
import org.jspecify.annotations.Nullable;

/**
 * Answers chains and {@code _has} from the inside out: finds what the caller may see of the inner resources and puts their ids
 * in the place of what was asked about them. Hidden inner resources are as if they were not there.
 */
final class InnerFirst {

    /** No resource has two ids, so a query with these finds nothing. */
    private static final List<String> NOTHING = List.of("0", "1");

    private static final String ID = "_id";

    private final InnerSearch search;
    private final int maximumMatches;

    InnerFirst(InnerSearch search, int maximumMatches) {
        this.search = search;
        this.maximumMatches = maximumMatches;
    }

    /** Finds nothing, whatever else the query asks. */
    static Map<String, List<String>> nothing() {
        return Map.of(ID, NOTHING);
    }

    /** What the query becomes, or null if it is too wide. */
    @Nullable
    Rewriting rewrite(QueryPlan plan) {
        Set<String> replaced = new LinkedHashSet<>();
        Map<String, Set<String>> added = new LinkedHashMap<>();
        for (QueryPlan.Condition condition : plan.conditions()) {
            if (condition.criterion() instanceof Criterion.Plain) {
                continue;
            }
            replaced.add(condition.key());
            for (String value : condition.values()) {
                Map<String, List<String>> part = outer(condition.criterion(), value);
                if (part == null) {
                    return null;
                }
                part.forEach((key, values) ->
                        added.computeIfAbsent(key, k -> new LinkedHashSet<>()).addAll(values));
            }
        }
        Map<String, List<String>> each = new LinkedHashMap<>();
        added.forEach((key, values) -> each.put(key, List.copyOf(values)));
        return new Rewriting(replaced, each);
    }

    /** The same as the criterion, in ids; null if there are too many. */
    private @Nullable Map<String, List<String>> outer(Criterion criterion, String value) {
        if (criterion instanceof Criterion.Plain) {
            return Map.of(criterion.key(), List.of(value));
        }
        List<String> ids = new ArrayList<>();
        String key;
        if (criterion instanceof Criterion.Chain chain) {
            key = chain.reference().name();
            for (Criterion target : chain.targets()) {
                Matches matches = visible(target, value);
                if (!(matches instanceof Matches.Visible visible)) {
                    return null;
                }
                visible.ids().forEach(id -> ids.add(target.resourceType() + "/" + id));
            }
        } else {
            Criterion.Has has = (Criterion.Has) criterion;
            key = "_has:" + has.source().resourceType() + ":" + has.reference().name() + ":" + ID;
            Matches matches = visible(has.source(), value);
            if (!(matches instanceof Matches.Visible visible)) {
                return null;
            }
            ids.addAll(visible.ids());
        }
        if (ids.size() > maximumMatches) {
            return null;
        }
        return ids.isEmpty() ? nothing() : Map.of(key, List.of(String.join(",", ids)));
    }

    private Matches visible(Criterion criterion, String value) {
        Map<String, List<String>> parameters = outer(criterion, value);
        if (parameters == null) {
            return new Matches.TooMany();
        }
        return parameters.equals(nothing())
                ? new Matches.Visible(List.of())
                : search.search(criterion.resourceType(), parameters);
    }
}
