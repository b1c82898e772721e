package org.firewarden.gate.label;

import org.jspecify.annotations.Nullable;

/**
 * One line of a table: a code, or in a hierarchical system a code with all that refine it or a range of such codes, and the
 * labels of what carries it.
 *
 * @param system of the code
 * @param from the code, normalized, or the first of the range
 * @param to the last of the range, or null
 * @param labels what it makes of a resource
 */
record SensitivityRule(
        CodedSystem system, String from, @Nullable String to, Labels labels) {

    /** True if the rule is about this code, which is normalized. */
    boolean matches(String code) {
        if (!system.isHierarchical()) {
            return code.equals(from);
        }
        return to == null
                ? code.startsWith(from)
                : code.length() >= from.length()
                        && code.compareTo(from) >= 0
                        && code.substring(0, from.length()).compareTo(to) <= 0;
    }
}
