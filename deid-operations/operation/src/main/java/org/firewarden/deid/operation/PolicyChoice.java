package org.firewarden.deid.operation;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The names of policies: our own and those of HL7 DARTS 1.0.0-ballot. */
final class PolicyChoice {

    private static final Map<String, String> AVAILABLE = Map.of(
            "safe-harbor", "safe-harbor",
            "HHS_SAFE_HARBOR_DETERMINISTIC_METHOD", "safe-harbor");
    private static final Set<String> LATER =
            Set.of("limited-data-set", "expert-determination", "HHS_EXPERT_DETERMINATION_METHOD");

    private PolicyChoice() {}

    static boolean isAvailable(String name) {
        return AVAILABLE.containsKey(name);
    }

    static boolean isKnown(String name) {
        return isAvailable(name) || LATER.contains(name);
    }

    /** The names that can be asked for. */
    static Set<String> available() {
        return new TreeSet<>(AVAILABLE.keySet());
    }
}
