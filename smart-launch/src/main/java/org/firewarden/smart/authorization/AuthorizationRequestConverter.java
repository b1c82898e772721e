package org.firewarden.smart.authorization;

import jakarta.servlet.http.HttpServletRequest;
import org.firewarden.smart.people.People;
import org.firewarden.smart.people.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads an authorization request (RFC 6749, section 4.1.1) as the library does and narrows its scopes. Done at this edge, so
 * that the code, the token, its response and an introspection all speak of the same, narrowed scopes.
 */
final class AuthorizationRequestConverter implements AuthenticationConverter {

    private final AuthenticationConverter library;
    private final RegisteredClientRepository clients;
    private final People people;

    AuthorizationRequestConverter(AuthenticationConverter library, RegisteredClientRepository clients, People people) {
        this.library = library;
        this.clients = clients;
        this.people = people;
    }

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        Authentication converted = library.convert(request);
        if (!(converted instanceof OAuth2AuthorizationCodeRequestAuthenticationToken asked)) {
            return converted;
        }
        RegisteredClient client = clients.findByClientId(asked.getClientId());
        if (client == null) {
            // An unknown client: the provider that comes next refuses it with the error of the RFC.
            return converted;
        }
        return new OAuth2AuthorizationCodeRequestAuthenticationToken(
                asked.getAuthorizationUri(),
                asked.getClientId(),
                (Authentication) asked.getPrincipal(),
                asked.getRedirectUri(),
                asked.getState(),
                LaunchScopes.narrow(asked.getScopes(), client, signedIn(asked.getPrincipal())),
                asked.getAdditionalParameters());
    }

    private @Nullable Person signedIn(Object principal) {
        return principal instanceof UsernamePasswordAuthenticationToken user && user.isAuthenticated()
                ? people.find(user.getName()).orElse(null)
                : null;
    }
}
