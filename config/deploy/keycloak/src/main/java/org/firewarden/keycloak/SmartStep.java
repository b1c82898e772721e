package org.firewarden.keycloak;

import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/** A step of the browser flow that concerns SMART apps only: who signs in for anything else passes. */
abstract class SmartStep implements Authenticator {

    @Override
    public final void authenticate(AuthenticationFlowContext context) {
        ScopeWords asked = ScopeWords.of(context.getAuthenticationSession().getClientNote("scope"));
        FhirServer server = FhirServer.of(context.getRealm()).orElse(null);
        if (server == null || !asked.isSmart()) {
            context.success();
        } else {
            take(context, server, asked);
        }
    }

    /** Takes the step. */
    abstract void take(AuthenticationFlowContext context, FhirServer server, ScopeWords asked);

    /** A parameter of the authorization request that Keycloak does not know; null if it was not sent. */
    static @Nullable String parameter(AuthenticationFlowContext context, String name) {
        return context.getAuthenticationSession().getClientNote(Notes.ofParameter(name));
    }

    /** Sends the person back to the app with an error. */
    static void refuse(AuthenticationFlowContext context, String description) {
        AuthenticationSessionModel asked = context.getAuthenticationSession();
        KeycloakSession session = context.getSession();
        context.getEvent().error("access_denied");
        LoginProtocol protocol = session.getProvider(LoginProtocol.class, asked.getProtocol());
        protocol.setSession(session)
                .setRealm(context.getRealm())
                .setUriInfo(session.getContext().getUri())
                .setHttpHeaders(context.getHttpRequest().getHttpHeaders())
                .setEventBuilder(context.getEvent());
        context.failure(
                AuthenticationFlowError.ACCESS_DENIED,
                protocol.sendError(asked, LoginProtocol.Error.CANCELLED_BY_USER, description));
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
