package org.firewarden.ledger.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Whole numbers from a query string. Each parameter at most once, none that is unknown, all problems found. */
final class RangeParameters {

    private static final String NUMBER = "0|[1-9][0-9]{0,17}";

    private final Map<String, Long> values = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    RangeParameters(Map<String, String[]> query, Set<String> known) {
        query.forEach((name, given) -> {
            if (!known.contains(name)) {
                problems.add(Problem.invalid(
                        "unknown-parameter", "There is a parameter here that is none of: " + sorted(known) + "."));
            } else if (given.length != 1 || !given[0].matches(NUMBER)) {
                problems.add(Problem.invalid(
                        "invalid-parameter", "Parameter " + name + " is given once, as a whole number from 0."));
            } else {
                values.put(name, Long.parseLong(given[0]));
            }
        });
    }

    OptionalLong get(String name) {
        @Nullable Long value = values.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    List<Problem> problems() {
        return problems;
    }

    private static String sorted(Set<String> names) {
        return names.isEmpty()
                ? "(none)"
                : String.join(", ", names.stream().sorted().toList());
    }
}
