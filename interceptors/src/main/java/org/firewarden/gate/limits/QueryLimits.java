package org.firewarden.gate.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.problem.Problem;

/** Judges the parameters of a query by their number and shape. */
final class QueryLimits {

    private static final Set<String> NUMBERS = Set.of("_count", "_offset", "_getpagesoffset", "_maxresults");

    private QueryLimits() {}

    /** What is beyond a bound; the texts name no parameter and no value. */
    static List<Problem> problems(Map<String, String[]> parameters, RequestLimits limits) {
        List<Problem> problems = new ArrayList<>();
        int values = 0;
        int includes = 0;
        int iterations = 0;
        boolean hasLongList = false;
        boolean hasBadNumber = false;
        for (Map.Entry<String, String[]> parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            int count = parameter.getValue().length;
            values += count;
            if (name.startsWith("_include") || name.startsWith("_revinclude")) {
                includes += count;
                iterations += name.endsWith(":iterate") || name.endsWith(":recurse") ? count : 0;
            }
            for (String value : parameter.getValue()) {
                hasLongList |= alternatives(value) > limits.alternatives();
                hasBadNumber |= NUMBERS.contains(name) && !isNumber(value);
            }
        }
        if (values > limits.parameters()) {
            problems.add(tooMany("too-many-parameters", "parameters", limits.parameters()));
        }
        if (hasLongList) {
            problems.add(tooMany("too-many-alternatives", "values joined by commas", limits.alternatives()));
        }
        if (includes > limits.includes()) {
            problems.add(tooMany("too-many-includes", "_include and _revinclude", limits.includes()));
        }
        if (iterations > limits.iterations()) {
            problems.add(tooMany("too-many-iterations", "includes that iterate", limits.iterations()));
        }
        if (hasBadNumber) {
            problems.add(Problem.invalid(
                    "number-out-of-range",
                    "_count and _offset are whole numbers from 0 to " + Integer.MAX_VALUE + "."));
        }
        return problems;
    }

    private static Problem tooMany(String code, String what, int limit) {
        return new Problem("too-costly", code, "A query has at most " + limit + " " + what + ".");
    }

    private static int alternatives(String value) {
        int commas = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == ',') {
                commas++;
            }
        }
        return commas + 1;
    }

    private static boolean isNumber(String value) {
        try {
            return value.length() <= 10
                    && value.chars().allMatch(c -> c >= '0' && c <= '9')
                    && Integer.parseInt(value) >= 0;
        } catch (NumberFormatException e) {
            // Empty, or larger than an int: no number that could be meant.
            return false;
        }
    }
}
