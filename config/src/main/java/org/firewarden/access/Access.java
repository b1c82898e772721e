package org.firewarden.access;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks to do with one resource, or with a type when no single resource is known yet.
 *
 * @param interaction what is to be done
 * @param resourceType the FHIR resource type
 * @param resourceId the logical id, or null for a search or a create
 * @param patientIds the logical ids of the patients in whose compartment the resource lies; empty if in none
 * @param mentionedPatientIds the logical ids of further patients to whom the resource refers, wherever in it
 * @param facts what the resource holds, or null while no single resource is known: then only what holds for each resource of
 *     the type is decided, and each one is decided on again when it is known
 */
public record Access(
        Interaction interaction,
        String resourceType,
        @Nullable String resourceId,
        Set<String> patientIds,
        Set<String> mentionedPatientIds,
        @Nullable ResourceFacts facts) {

    /** Copies the patients. */
    public Access {
        patientIds = Set.copyOf(patientIds);
        mentionedPatientIds = Set.copyOf(mentionedPatientIds);
    }

    /** Access to a whole type, before any resource is known. */
    public static Access toType(Interaction interaction, String resourceType) {
        return new Access(interaction, resourceType, null, Set.of(), Set.of(), null);
    }

    /** Access to what lies in the compartment of one patient, before any resource is known. */
    public static Access toPatient(Interaction interaction, String resourceType, String patientId) {
        return new Access(interaction, resourceType, null, Set.of(patientId), Set.of(), null);
    }

    /** Each patient whom the resource is about in whatever way. */
    public Set<String> allPatientIds() {
        if (mentionedPatientIds.isEmpty()) {
            return patientIds;
        }
        Set<String> all = new LinkedHashSet<>(patientIds);
        all.addAll(mentionedPatientIds);
        return all;
    }

    /** The same with another interaction. */
    public Access with(Interaction other) {
        return new Access(other, resourceType, resourceId, patientIds, mentionedPatientIds, facts);
    }
}
