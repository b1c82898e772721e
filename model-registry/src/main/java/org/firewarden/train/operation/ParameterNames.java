package org.firewarden.train.operation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.problem.Problem;

/**
 * The names that an operation knows. A name that it does not know is refused, since a mistyped setting that is passed over trains another
 * model than the one that was asked for; so is a parameter that comes twice, or without a value that is simple. A name that was
 * sent is only repeated to the sender if it is nearly one of ours: anything else may be anything, a patient's name too.
 */
final class ParameterNames {

    /** What FHIR R4 lets every interaction have (http.html, general parameters). */
    private static final Set<String> GENERAL = Set.of("_format", "_pretty", "_summary", "_elements");

    private final String operation;
    private final List<String> known;

    ParameterNames(String operation, List<String> known) {
        this.operation = operation;
        this.known = List.copyOf(known);
    }

    /** What is wrong with the names and how often they came. */
    List<Problem> problems(Map<String, List<String>> sent) {
        List<Problem> problems = new ArrayList<>();
        sent.forEach((name, values) -> {
            if (GENERAL.contains(name)) {
                return;
            } else if (!known.contains(name)) {
                problems.add(unknown(name));
            } else if (values.size() > 1) {
                problems.add(Problem.invalid("parameter-repeated", "'" + name + "' is sent once"));
            } else if (values.isEmpty() || values.get(0).isBlank()) {
                problems.add(Problem.invalid("parameter-without-value", "'" + name + "' has a value of a simple type"));
            }
        });
        return problems;
    }

    private Problem unknown(String name) {
        String nearest = known.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .orElseThrow();
        boolean isNear = distance(name, nearest) <= Math.max(2, nearest.length() / 3);
        return Problem.invalid(
                "parameter-unknown",
                isNear
                        ? "'" + name + "' is no parameter of " + operation + ": did you mean '" + nearest + "'?"
                        : "a parameter was sent that " + operation + " does not have; it has "
                                + String.join(", ", known));
    }

    /** How many letters must be put in, left out or changed (Levenshtein 1966), whatever their case; a long name is far from all. */
    private static int distance(String sent, String name) {
        if (sent.length() > 2 * name.length() + 2) {
            return sent.length();
        }
        int[] row = new int[name.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= sent.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                boolean isSame = Character.toLowerCase(sent.charAt(i - 1)) == Character.toLowerCase(name.charAt(j - 1));
                int changed = diagonal + (isSame ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[name.length()];
    }
}
