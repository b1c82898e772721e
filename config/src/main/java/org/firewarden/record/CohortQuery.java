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
 * @param form how what is read will leave
 */
public record CohortQuery(
        @Nullable String group, Set<String> types, @Nullable Instant since, List<TypeFilter> filters, Form form) {

    /** How what is read will leave the server. */
    public enum Form {
        /** De-identified: whole records, of which the Patient is always one. */
        DEIDENTIFIED,
        /**
         * As it is shown: by the policies alone that allow bulk; {@code since} holds for Patients too, and a filter narrows its own
         * type only (FHIR Bulk Data Access 2.0.0).
         */
        IDENTIFIED
    }

    /** A question for records that are to be de-identified. */
    public CohortQuery(@Nullable String group, Set<String> types, @Nullable Instant since, List<TypeFilter> filters) {
        this(group, types, since, filters, Form.DEIDENTIFIED);
    }

    /** True if what is read leaves as it is shown. */
    public boolean isIdentified() {
        return form == Form.IDENTIFIED;
    }

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
