package org.firewarden.deid.engine.policy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.firewarden.deid.engine.structure.R4Structure;
import org.firewarden.deid.engine.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * Which codes may come out: those of public code systems that have the shape of the system's codes. Private systems hold what a
 * site put there, names included, and a URL that only begins like a public one is private: under a prefix count the systems of
 * FHIR 4.0.1 and of {@code public-systems.tsv} alone, and where their codes are listed, those codes.
 */
public final class CodeSystems {

    private static final Map<String, Set<String>> LISTED = listed();

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

    private static Map<String, Set<String>> listed() {
        Map<String, Set<String>> systems = new HashMap<>();
        for (String line : Table.lines(CodeSystems.class, "public-systems.tsv")) {
            List<String> cells = List.of(line.split("\t", -1));
            systems.put(cells.get(0), new HashSet<>(cells.subList(1, cells.size())));
        }
        return Map.copyOf(systems);
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
            if (system.startsWith(prefix.getKey()) && isListed(system, code, prefix.getValue())) {
                return true;
            }
        }
        return false;
    }

    private boolean isListed(String system, String code, Pattern shape) {
        Optional<Set<String>> ofFhir = structure.codes(system);
        if (ofFhir.isPresent()) {
            return ofFhir.get().contains(code);
        }
        Set<String> codes = LISTED.get(system);
        if (codes == null) {
            return false;
        }
        return codes.isEmpty() ? shape.matcher(code).matches() : codes.contains(code);
    }
}
