package org.firewarden.record;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which records, and which part of them.
 *
 * @param group the logical id of a Group whose members are wanted, or null for each patient whom the caller sees
 * @param types the resource types that are wanted; {@code Patient} among them or not
 * @param since only what changed at or after this instant, but for the Patients themselves; or null
 * @param filters searches that narrow types; several of one type are alternatives. One on Patient narrows the patients
 */
public record CohortQuery(
        @Nullable String group, Set<String> types, @Nullable Instant since, List<TypeFilter> filters) {

    /** Copies the collections. */
    public CohortQuery {
        types = Collections.unmodifiableSet(new TreeSet<>(types));
        filters = List.copyOf(filters);
    }

    /** The filters of a type. */
    public List<TypeFilter> filters(String type) {
        return filters.stream().filter(filter -> filter.type().equals(type)).toList();
    }
}
