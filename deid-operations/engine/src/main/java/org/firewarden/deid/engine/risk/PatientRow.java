package org.firewarden.deid.engine.risk;

import java.util.List;

/**
 * What an outsider may know of a patient, and what must not be learned.
 *
 * @param patient the token
 * @param values one for each attribute of the policy, in its order; empty where nothing was released
 * @param sensitive the patient's rarest diagnosis; empty for none
 */
record PatientRow(String patient, List<String> values, String sensitive) {
    PatientRow {
        values = List.copyOf(values);
    }
}
