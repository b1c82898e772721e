package org.firewarden.gate.relationship;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one FHIR resource says of care and of belonging.
 *
 * @param caregivers who takes care of whom
 * @param memberships who belongs to what
 * @param links which patients are the same person
 */
record Relationships(Set<Caregiver> caregivers, Set<Membership> memberships, Set<Link> links) {

    /** Nothing of the kind. */
    static final Relationships NONE = new Relationships(Set.of(), Set.of(), Set.of());

    /** Copies the sets. */
    Relationships {
        caregivers = Set.copyOf(caregivers);
        memberships = Set.copyOf(memberships);
        links = Set.copyOf(links);
    }

    /**
     * Somebody takes care of a patient.
     *
     * @param patientId the patient's logical id
     * @param reference who: a practitioner, a role, an organisation or a care team, as a relative reference
     * @param validity when
     * @param outlasts true if the relationship goes on for a while after its end, as that of an encounter does
     */
    record Caregiver(String patientId, String reference, Validity validity, boolean outlasts) {}

    /**
     * Who is the member is taken for what the member belongs to.
     *
     * @param member a practitioner, a role, an organisation or a care team, as a relative reference
     * @param standsFor what it belongs to, the same
     * @param patientId the logical id of the patient whose care team it is, or null
     * @param validity when
     */
    record Membership(
            String member, String standsFor, @Nullable String patientId, Validity validity) {}

    /**
     * Two records are of the same person.
     *
     * @param patientId the logical id of the one
     * @param otherId the logical id of the other
     */
    record Link(String patientId, String otherId) {}
}
