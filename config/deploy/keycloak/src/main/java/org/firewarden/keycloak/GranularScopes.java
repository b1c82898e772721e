package org.firewarden.keycloak;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.idm.ClientPolicyExecutorConfigurationRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.context.PreAuthorizationRequestContext;
import org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProvider;

/**
 * Lets an app ask for scopes that the realm has not listed one by one. A request with such scopes is sent back through the browser in words
 * that the realm knows, with what was asked beside it in {@value #ASKED}; {@link SmartClaims} then narrows the tokens to that. The person
 * consents to the wider, known scope. Whoever changes {@value #ASKED} on the way gets less and never more.
 */
final class GranularScopes implements ClientPolicyExecutorProvider<ClientPolicyExecutorConfigurationRepresentation> {

    /** The parameter with what was asked. */
    static final String ASKED = "smart_scope";

    private static final String SCOPE = "scope";

    private final KeycloakSession session;

    GranularScopes(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String getProviderId() {
        return GranularScopesFactory.ID;
    }

    @Override
    public void executeOnEvent(ClientPolicyContext context) {
        if (!(context instanceof PreAuthorizationRequestContext request)) {
            return;
        }
        @Nullable
        ClientModel client = request.getClientId() == null
                ? null
                : session.getContext().getRealm().getClientByClientId(request.getClientId());
        MultivaluedMap<String, String> parameters = request.getRequestParameters();
        if (client == null || parameters.containsKey("request") || parameters.containsKey("request_uri")) {
            // Keycloak itself refuses the unknown client; a request object cannot be put into other words.
            return;
        }
        ScopeWords asked = ScopeWords.of(parameters.getFirst(SCOPE));
        ScopeWords known = asked.inWordsOf(scopesOf(client));
        if (asked.isSmart() && known.isSmart() && !known.words().equals(asked.words())) {
            throw new WebApplicationException(again(parameters, known, asked));
        }
    }

    private Response again(MultivaluedMap<String, String> parameters, ScopeWords known, ScopeWords asked) {
        UriBuilder address = UriBuilder.fromUri(session.getContext().getUri().getAbsolutePath());
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            if (!Set.of(SCOPE, ASKED).contains(parameter.getKey())) {
                for (String value : parameter.getValue()) {
                    address.queryParam(encoded(parameter.getKey()), encoded(value));
                }
            }
        }
        address.queryParam(SCOPE, encoded(known.toString()));
        address.queryParam(ASKED, encoded(asked.resources().toString()));
        return Response.seeOther(address.build())
                .header("Cache-Control", "no-store")
                // An exception whose response has a body is answered as it is; without one it would become an error
                // page.
                .type(MediaType.TEXT_PLAIN_TYPE)
                .entity("The scopes in other words: see Location.")
                .build();
    }

    private static String encoded(String value) {
        // The builder takes percent signs for what they are, and a plus for itself.
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Set<String> scopesOf(ClientModel client) {
        Set<String> names = new HashSet<>(client.getClientScopes(true).keySet());
        names.addAll(client.getClientScopes(false).keySet());
        return names;
    }
}
