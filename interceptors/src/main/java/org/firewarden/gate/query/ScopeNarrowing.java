package org.firewarden.gate.query;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.access.Interaction;
import org.firewarden.access.ScopeQuery;
import org.firewarden.access.SmartScope;
import org.firewarden.access.SmartScopes;
import org.firewarden.gate.query.ParameterDefinition.Kind;

/**
 * Puts the query of a constrained scope ({@code patient/Observation.rs?category=laboratory}) into the caller's query, so that
 * pages come back full. It never takes away what a scope allows: where several scopes cannot be put into one query, nothing is
 * added, and the decision on each resource limits alone.
 */
final class ScopeNarrowing {

    private final SearchParameters parameters;

    ScopeNarrowing(SearchParameters parameters) {
        this.parameters = parameters;
    }

    /** What is to hold besides; empty if nothing can be said. */
    Map<String, List<String>> of(SmartScopes scopes, String resourceType) {
        List<SmartScope> allowing = scopes.allowing(Interaction.SEARCH, resourceType);
        Set<ScopeQuery> queries = new LinkedHashSet<>();
        allowing.forEach(scope -> queries.add(scope.query()));
        if (queries.isEmpty() || queries.contains(ScopeQuery.NONE)) {
            return Map.of();
        }
        if (queries.size() == 1) {
            return each(queries.iterator().next(), resourceType);
        }
        return oneParameter(queries, resourceType);
    }

    private Map<String, List<String>> each(ScopeQuery query, String resourceType) {
        Map<String, List<String>> added = new LinkedHashMap<>();
        query.byParameter().forEach((name, clauses) -> {
            if (isToken(resourceType, name)) {
                added.put(
                        name,
                        clauses.stream()
                                .map(values -> String.join(",", new TreeSet<>(values)))
                                .toList());
            }
        });
        return added;
    }

    private Map<String, List<String>> oneParameter(Set<ScopeQuery> queries, String resourceType) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> values = new TreeSet<>();
        for (ScopeQuery query : queries) {
            if (query.clauses().size() != 1) {
                return Map.of();
            }
            ScopeQuery.Clause clause = query.clauses().iterator().next();
            names.add(clause.parameter());
            values.addAll(clause.values());
        }
        String name = names.iterator().next();
        return names.size() == 1 && isToken(resourceType, name)
                ? Map.of(name, List.of(String.join(",", values)))
                : Map.of();
    }

    private boolean isToken(String resourceType, String name) {
        return name.equals("_security")
                || name.equals("_tag")
                || parameters
                        .find(resourceType, name)
                        .filter(parameter -> parameter.kind() == Kind.TOKEN)
                        .isPresent();
    }
}
