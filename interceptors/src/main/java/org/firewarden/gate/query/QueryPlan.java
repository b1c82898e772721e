package org.firewarden.gate.query;

import java.util.List;

/**
 * A query that was read: everything that it asks about.
 *
 * @param resourceType what is searched
 * @param conditions all of which must hold
 * @param inclusions what else is to be shown
 * @param order the parameters by which the answer is sorted
 * @param readsText true if it asks about the text of the whole resource
 * @param countsOnly true if only the number of matches is wanted
 */
public record QueryPlan(
        String resourceType,
        List<Condition> conditions,
        List<Inclusion> inclusions,
        List<ParameterDefinition> order,
        boolean readsText,
        boolean countsOnly) {

    /**
     * One key and what is demanded of it.
     *
     * @param key as the caller wrote it
     * @param values each must hold; commas within one are alternatives
     */
    record Condition(String key, Criterion criterion, List<String> values) {
        /** Copies the values. */
        Condition {
            values = List.copyOf(values);
        }
    }

    /** Copies the lists. */
    public QueryPlan {
        conditions = List.copyOf(conditions);
        inclusions = List.copyOf(inclusions);
        order = List.copyOf(order);
    }

    /** True if the query asks for nothing but what the single resource itself holds, and for nothing besides the matches. */
    boolean isSelection() {
        return inclusions.isEmpty() && order.isEmpty() && !readsText && !countsOnly;
    }
}
