package org.firewarden.record;

import java.time.LocalDate;
import java.util.List;
import org.firewarden.access.CodedValue;
import org.jspecify.annotations.Nullable;

/**
 * Which part of one patient's record is read: one resource type, narrowed by code and by date.
 *
 * @param resourceType {@code Patient} for the patient itself, else a type with a {@code patient} search parameter
 * @param codes the codes of interest; empty for each of them
 * @param onOrAfter the earliest clinical date of interest, or null for no limit
 */
public record RecordQuery(
        String resourceType,
        List<CodedValue> codes,
        @Nullable LocalDate onOrAfter) {

    /** Copies the codes. */
    public RecordQuery {
        codes = List.copyOf(codes);
    }
}
