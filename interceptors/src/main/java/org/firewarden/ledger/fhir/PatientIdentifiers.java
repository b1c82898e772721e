package org.firewarden.ledger.fhir;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows which patients have an identifier. */
@FunctionalInterface
public interface PatientIdentifiers {

    /** Knows none. */
    PatientIdentifiers NONE = (system, value) -> Set.of();

    /**
     * The logical ids of the patients with this identifier.
     *
     * @param system its system, or null for any
     */
    Set<String> find(@Nullable String system, String value);
}
