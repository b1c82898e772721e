package org.firewarden.keycloak;

/** Makes {@link LaunchStep}. */
public final class LaunchStepFactory extends SmartStepFactory {

    /** As Keycloak finds it. */
    public LaunchStepFactory() {
        super(
                "firewarden-launch",
                "SMART launch",
                "Redeems an EHR launch, or lets the person choose a patient.",
                new LaunchStep());
    }
}
