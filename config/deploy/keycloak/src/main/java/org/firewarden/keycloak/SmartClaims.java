package org.firewarden.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firewarden.access.SmartScope;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenResponseMapper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.representations.IDToken;

/**
 * Writes what SMART App Launch 2.2 and the FHIR server need into tokens and token responses: the FHIR base as the audience,
 * {@code client_id}, {@code roles}, {@code purpose_of_use}, {@code fhirUser}, the launch context, and the scope as it was asked.
 */
public final class SmartClaims extends AbstractOIDCProtocolMapper
        implements OIDCAccessTokenMapper, OIDCIDTokenMapper, OIDCAccessTokenResponseMapper {

    static final String ID = "firewarden-smart-claims";

    /** A client with this scope is an EHR that prepares launches. */
    static final String PREPARE = "prepare-launches";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AFTER_ALL_OTHERS = 100;

    @Override
    public AccessToken transformAccessToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext context) {
        Optional<FhirServer> server = FhirServer.of(session.getContext().getRealm());
        ScopeWords scope = granted(token.getScope(), context);
        token.setScope(scope.toString());
        Person person = Person.of(userSession.getUser());
        token.setOtherClaims("client_id", context.getClientSession().getClient().getClientId());
        token.setOtherClaims("roles", List.copyOf(person.roles()));
        String purpose = person.purpose(note(context, Notes.ofParameter("purpose_of_use")));
        if (purpose != null) {
            token.setOtherClaims("purpose_of_use", purpose);
        }
        server.ifPresent(fhir -> {
            if (!scope.resources().granted().isEmpty()) {
                token.addAudience(fhir.base());
            }
            if (scope.has(PREPARE)) {
                token.addAudience(fhir.launches());
            }
            if (person.fhirUser() != null) {
                token.setOtherClaims("fhirUser", fhir.base() + "/" + person.fhirUser());
            }
        });
        Map<String, Object> launch = launch(context);
        for (String member : List.of("patient", "tenant")) {
            if (launch.get(member) != null && isAboutPatient(scope)) {
                token.setOtherClaims(member, launch.get(member));
            }
        }
        return token;
    }

    @Override
    public IDToken transformIDToken(
            IDToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext context) {
        @Nullable String fhirUser = Person.of(userSession.getUser()).fhirUser();
        boolean isAsked = ScopeWords.of(context.getScopeString()).has("fhirUser");
        if (isAsked && fhirUser != null) {
            FhirServer.of(session.getContext().getRealm())
                    .ifPresent(fhir -> token.setOtherClaims("fhirUser", fhir.base() + "/" + fhirUser));
        }
        return token;
    }

    @Override
    public AccessTokenResponse transformAccessTokenResponse(
            AccessTokenResponse response,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext context) {
        ScopeWords scope = granted(context.getScopeString(), context);
        if (scope.isSmart()) {
            launch(context).forEach(response::setOtherClaims);
        }
        return new NarrowedResponse(response, scope.toString());
    }

    private static boolean isAboutPatient(ScopeWords scope) {
        return scope.isSmart() && !scope.isAbout(SmartScope.Context.SYSTEM);
    }

    /** What was granted in the words that the app asked with. */
    private static ScopeWords granted(@Nullable String scope, ClientSessionContext context) {
        ScopeWords granted = ScopeWords.of(scope);
        String asked = note(context, Notes.ofParameter(GranularScopes.ASKED));
        return asked == null ? granted : granted.narrowedTo(ScopeWords.of(asked));
    }

    private static Map<String, Object> launch(ClientSessionContext context) {
        String json = note(context, Notes.CONTEXT);
        if (json == null) {
            return Map.of();
        }
        try {
            return JSON.readerForMapOf(Object.class).readValue(json);
        } catch (JsonProcessingException e) {
            // The cause would quote the text, so it is left behind.
            throw new IllegalStateException("a launch context that was kept is not JSON");
        }
    }

    private static @Nullable String note(ClientSessionContext context, String name) {
        return context.getClientSession().getNote(name);
    }

    @Override
    public int getPriority() {
        return AFTER_ALL_OTHERS;
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "SMART App Launch";
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "Audience, roles, purpose of use, fhirUser, launch context and granular scopes.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }
}
