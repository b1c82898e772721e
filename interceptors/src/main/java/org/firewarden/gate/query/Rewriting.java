package org.firewarden.gate.query;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of the parameters of a query before the storage reads them.
 *
 * @param replaced keys that are taken out
 * @param added keys with values that must hold besides what is there
 */
public record Rewriting(Set<String> replaced, Map<String, List<String>> added) {

    /** Copies the collections. */
    public Rewriting {
        replaced = Set.copyOf(replaced);
        added = Map.copyOf(added);
    }

    /** The query as the storage is to execute it. */
    public Map<String, List<String>> applyTo(Map<String, List<String>> query) {
        Map<String, List<String>> rewritten = new LinkedHashMap<>(query);
        rewritten.keySet().removeAll(replaced);
        added.forEach((key, values) -> rewritten.merge(key, values, Rewriting::both));
        return rewritten;
    }

    /** Saying the same twice changes nothing, and HAPI asserts that nobody does. */
    private static List<String> both(List<String> some, List<String> others) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(others);
        return List.copyOf(all);
    }
}
