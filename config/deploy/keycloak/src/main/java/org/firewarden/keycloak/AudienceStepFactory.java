package org.firewarden.keycloak;

/** Makes {@link AudienceStep}. */
public final class AudienceStepFactory extends SmartStepFactory {

    /** As Keycloak finds it. */
    public AudienceStepFactory() {
        super(
                "firewarden-audience",
                "SMART audience",
                "Refuses SMART apps whose aud is not the FHIR server of the realm.",
                new AudienceStep());
    }
}
