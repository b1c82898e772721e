package org.firewarden.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks to do with one resource, or with a type when no single resource is known yet.
 *
 * @param interaction what is to be done
 * @param resourceType the FHIR resource type
 * @param resourceId the logical id, or null for a search or a create
 * @param patientIds the logical ids of the patients in whose compartment the resource lies; empty if in none
 */
public record Access(
        Interaction interaction,
        String resourceType,
        @Nullable String resourceId,
        Set<String> patientIds) {

    /** Copies the patients. */
    public Access {
        patientIds = Set.copyOf(patientIds);
    }

    /** Access to a whole type, before any resource is known. */
    public static Access toType(Interaction interaction, String resourceType) {
        return new Access(interaction, resourceType, null, Set.of());
    }
}
