package org.firewarden.keycloak;

import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;

/**
 * Refuses an app that means another FHIR server: an app that was lured there would hand it a token that is good here (SMART App Launch
 * 2.2, Obtain authorization code, {@code aud}). Keycloak itself ignores the parameter.
 */
final class AudienceStep extends SmartStep {

    @Override
    void take(AuthenticationFlowContext context, FhirServer server, ScopeWords asked) {
        @Nullable String aud = parameter(context, "aud");
        if (aud != null && server.isMeantBy(aud)) {
            context.success();
        } else {
            refuse(context, "aud must be the base address of the FHIR server.");
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        authenticate(context);
    }

    @Override
    public boolean requiresUser() {
        return false;
    }
}
