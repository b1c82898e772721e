package org.firewarden.model.feature;

import java.util.List;
import java.util.Set;
import org.firewarden.access.CodedValue;

/**
 * A set of codes: some named one by one (SNOMED CT, RxNorm), some by the beginning that they share (ICD-10-CM categories).
 * Dots do not count in a comparison by beginning, because senders leave them out.
 *
 * @param exact codes that match as they are
 * @param beginnings codes that match themselves and each longer code of the system that begins with them
 */
public record CodeSet(Set<CodedValue> exact, List<CodedValue> beginnings) {

    /** Copies the collections. */
    public CodeSet {
        exact = Set.copyOf(exact);
        // Without dots once and for all: a chart is compared with hundreds of them for each resource.
        beginnings = beginnings.stream()
                .map(beginning -> new CodedValue(beginning.system(), withoutDots(beginning.code())))
                .toList();
    }

    /** Whether the code is in the set. */
    public boolean contains(CodedValue code) {
        if (exact.contains(code)) {
            return true;
        }
        if (beginnings.isEmpty()) {
            return false;
        }
        String plain = withoutDots(code.code());
        for (CodedValue beginning : beginnings) {
            if (plain.startsWith(beginning.code()) && beginning.system().equals(code.system())) {
                return true;
            }
        }
        return false;
    }

    private static String withoutDots(String code) {
        return code.replace(".", "");
    }
}
