package org.firewarden.deid.engine.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.firewarden.deid.engine.structure.R4Structure;
import org.jspecify.annotations.Nullable;

/**
 * Which codes may come out: those of public code systems that have the shape of the system's codes. For a system whose codes
 * are known from FHIR 4.0.1 itself the code must be one of them. Private systems hold what a site put there, names included.
 */
public final class CodeSystems {

    private final R4Structure structure;
    private final Map<String, Pattern> exact = new HashMap<>();
    private final Map<String, Pattern> prefixes = new HashMap<>();

    CodeSystems(R4Structure structure, Map<String, Pattern> systems) {
        this.structure = structure;
        systems.forEach((system, pattern) -> {
            if (system.endsWith("*")) {
                prefixes.put(system.substring(0, system.length() - 1), pattern);
            } else {
                exact.put(system, pattern);
            }
        });
    }

    /** True if the code may come out. */
    public boolean isPublic(@Nullable String system, @Nullable String code) {
        if (system == null || code == null) {
            return false;
        }
        Pattern pattern = exact.get(system);
        if (pattern != null) {
            return pattern.matcher(code).matches();
        }
        for (Map.Entry<String, Pattern> prefix : prefixes.entrySet()) {
            if (system.startsWith(prefix.getKey())) {
                Optional<Set<String>> known = structure.codes(system);
                return known.map(codes -> codes.contains(code))
                        .orElseGet(() -> isPlain(system)
                                && prefix.getValue().matcher(code).matches());
            }
        }
        return false;
    }

    /** True for a URL that can hold nothing but the name of a system. */
    private static boolean isPlain(String system) {
        return system.length() < 120 && system.indexOf('?') < 0 && system.indexOf('#') < 0 && system.indexOf(' ') < 0;
    }
}
