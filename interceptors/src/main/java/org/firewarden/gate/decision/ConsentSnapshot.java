package org.firewarden.gate.decision;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What the patients whom an access is about have consented to and who takes care of them, as of one instant.
 *
 * @param patients by the patient's logical id; a patient of whom nothing is known may be absent
 * @param callerIdentities relative references that stand for the caller: the person, and the roles, organisations and care
 *     teams that the person belongs to
 * @param asOf the instant at which periods are looked at
 */
public record ConsentSnapshot(Map<String, PatientStanding> patients, Set<String> callerIdentities, Instant asOf) {

    /** Copies the collections. */
    public ConsentSnapshot {
        patients = Map.copyOf(patients);
        callerIdentities = Set.copyOf(callerIdentities);
    }

    /** Nothing is known of anybody. */
    public static ConsentSnapshot none(Instant asOf) {
        return new ConsentSnapshot(Map.of(), Set.of(), asOf);
    }

    PatientStanding of(String patientId) {
        return patients.getOrDefault(patientId, PatientStanding.UNKNOWN);
    }
}
