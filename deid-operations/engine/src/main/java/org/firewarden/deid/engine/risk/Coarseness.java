package org.firewarden.deid.engine.risk;

import org.firewarden.deid.engine.policy.RiskRules.Attribute;

/** How a value of an attribute is coarsened at each level. The last level of each attribute is nothing. */
final class Coarseness {

    private static final int[] YEARS = {1, 5, 10, 20};

    private Coarseness() {}

    /** A value at a level; empty for one that is dropped. */
    static String at(Attribute attribute, String value, int level) {
        if (value.isEmpty() || level >= attribute.levels() - 1) {
            return "";
        }
        if (level == 0) {
            return value;
        }
        return switch (attribute) {
            case BIRTH_YEAR -> year(value, YEARS[level]);
            case DEATH -> "dead";
            default -> "";
        };
    }

    /** The first year of the span of years that a year lies in, so that nobody is born after an event. */
    private static String year(String value, int span) {
        int year = Integer.parseInt(value);
        return Integer.toString(year - Math.floorMod(year, span));
    }
}
