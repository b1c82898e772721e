package org.firewarden.deid.operation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.firewarden.deid.engine.release.TermsException;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** The names of policies: our own and those of HL7 DARTS 1.0.0-ballot. */
public final class Policies {

    private static final Map<String, String> NAMES = Map.of(
            "safe-harbor", "safe-harbor",
            "HHS_SAFE_HARBOR_DETERMINISTIC_METHOD", "safe-harbor",
            "limited-data-set", "limited-data-set",
            "expert-determination", "expert-determination",
            "HHS_EXPERT_DETERMINATION_METHOD", "expert-determination");

    private Policies() {}

    /** The name of the shipped policy that is meant, or empty. */
    public static Optional<String> shipped(String name) {
        return Optional.ofNullable(NAMES.get(name));
    }

    /** What is wrong with the name of a policy. */
    public static List<Problem> problems(@Nullable String policy) {
        String available = "Available: " + String.join(", ", new TreeSet<>(NAMES.keySet())) + ".";
        if (policy == null || policy.isBlank()) {
            return List.of(Problem.invalid("policy-missing", "The parameter 'policy' is required. " + available));
        }
        return NAMES.containsKey(policy)
                ? List.of()
                : List.of(Problem.invalid("policy-unknown", "There is no such policy. " + available));
    }

    /** What a policy demands and the terms lack. */
    public static List<Problem> problems(TermsException missing) {
        return missing.problems().stream()
                .map(problem -> new Problem("business-rule", "terms-missing", problem))
                .toList();
    }
}
