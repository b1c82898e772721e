package org.firewarden.gate.relationship;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What the tables say of the care of one patient, for who wants to know why. */
public interface CareRelationships {

    /**
     * Somebody takes care of the patient.
     *
     * @param source the FHIR resource that says so, as a relative reference
     * @param caregiver who, the same
     */
    record Relationship(String source, String caregiver) {}

    /** The relationships in force between a patient and who is known by one of these references. */
    List<Relationship> between(String patientId, Set<String> identities, Instant asOf);

    /** The logical ids of the other records of the same person, over any number of links. */
    Set<String> linkedTo(String patientId);
}
