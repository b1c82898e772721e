package org.firewarden.smart.demo;

/**
 * What the demo's sign-ins need to know of the demo's data.
 *
 * @param patPatientId the logical id of the patient whose record is pat's own
 */
public record DemoSettings(String patPatientId) {

    /** Refuses what is not a FHIR id. */
    public DemoSettings {
        if (!patPatientId.matches("[A-Za-z0-9.-]{1,64}")) {
            throw new IllegalArgumentException("the patient of pat is a FHIR id");
        }
    }
}
