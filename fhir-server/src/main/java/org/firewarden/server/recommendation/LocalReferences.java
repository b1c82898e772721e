package org.firewarden.server.recommendation;

import org.firewarden.gate.label.Labels;
import org.jspecify.annotations.Nullable;

/**
 * What a recommendation's resources take from this server: labels, and which references they may make to its resources. What the EHR sent may not be here at
 * all, and a reference that leads nowhere is not stored; such an input is then named by its identifier.
 *
 * @param inputLabels the labels of all that the answer was computed from
 * @param encounter the logical id of the encounter in context, or null if it is not here or not the patient's
 * @param areInputsHere whether inputs may be taken to be here
 * @param isDeviceHere whether the model version is here as a Device
 */
record LocalReferences(Labels inputLabels, @Nullable String encounter, boolean areInputsHere, boolean isDeviceHere) {

    /** True if an input of this origin may be named by its address. */
    boolean mayPointTo(String origin) {
        return areInputsHere && !origin.equals("ehr");
    }
}
