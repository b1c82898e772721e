package org.firewarden.deid.engine.policy;

import java.util.EnumSet;
import java.util.Set;

/**
 * What the headers of a policy say beyond its name.
 *
 * @param method the provision that it carries out
 * @param hasKeyedIds whether tokens are derived with a key
 * @param keepsAges whether ages over 89 may be told
 * @param tagsNames whether texts go through the tagger of names too
 * @param demands what a release takes besides
 */
record PolicyTerms(
        Method method, boolean hasKeyedIds, boolean keepsAges, boolean tagsNames, Set<Policy.Demand> demands) {

    PolicyTerms {
        demands = Set.copyOf(demands);
    }

    static PolicyTerms of(PolicyEntries entries) {
        String clause = entries.optionalHeader("clause", "none");
        Method method = Method.ofClause(clause).orElse(Method.NONE);
        if (!clause.equals(method.clause())) {
            entries.problemOfHeader("clause", "the clause is 45 CFR 164.514(b)(1), (b)(2) or (e)");
        }
        Set<Policy.Demand> demands = EnumSet.noneOf(Policy.Demand.class);
        if (entries.choice("demands", "nothing", "data-use-agreement")) {
            demands.add(Policy.Demand.DATA_USE_AGREEMENT);
        }
        return new PolicyTerms(
                method,
                entries.choice("ids", "random", "keyed"),
                entries.choice("ages", "up-to-89", "any"),
                entries.choice("tagger", "off", "on"),
                demands);
    }
}
