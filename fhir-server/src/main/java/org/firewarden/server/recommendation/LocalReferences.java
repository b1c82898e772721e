package org.firewarden.server.recommendation;

/**
 * Which references a recommendation's resources may make to resources of this server. What the EHR sent may not be here at
 * all, and a reference that leads nowhere is not stored; such an input is then named by its identifier.
 *
 * @param areInputsHere whether the EHR's resources are those of this server
 * @param isDeviceHere whether the model version is here as a Device
 */
record LocalReferences(boolean areInputsHere, boolean isDeviceHere) {

    /** True if an input of this origin may be named by its address. */
    boolean mayPointTo(String origin) {
        return areInputsHere && !origin.equals("ehr");
    }
}
