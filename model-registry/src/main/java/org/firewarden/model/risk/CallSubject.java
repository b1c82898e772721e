package org.firewarden.model.risk;

import java.util.Set;

/**
 * What decides whether a call falls to a canary: the same patient always falls to the same version.
 *
 * @param patientId the logical id of the patient
 * @param units the units of the hospital in which the call was made, as the canary's settings name them; may be empty
 */
public record CallSubject(String patientId, Set<String> units) {

    /** Copies the units. */
    public CallSubject {
        units = Set.copyOf(units);
    }

    /** Names no patient: the id is the patient's. */
    @Override
    public String toString() {
        return "CallSubject";
    }
}
