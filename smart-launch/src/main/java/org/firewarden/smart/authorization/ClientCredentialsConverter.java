package org.firewarden.smart.authorization;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.access.SmartScopes;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads the token request of a backend service (SMART App Launch 2.2, Backend Services) as the library does and narrows its
 * scopes to the ceiling of the registration.
 */
final class ClientCredentialsConverter implements AuthenticationConverter {

    private final AuthenticationConverter library;

    ClientCredentialsConverter(AuthenticationConverter library) {
        this.library = library;
    }

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        Authentication converted = library.convert(request);
        if (converted instanceof OAuth2ClientCredentialsAuthenticationToken asked
                && asked.getPrincipal() instanceof OAuth2ClientAuthenticationToken client
                && client.getRegisteredClient() != null) {
            return new OAuth2ClientCredentialsAuthenticationToken(
                    client, narrow(asked.getScopes(), client.getRegisteredClient()), asked.getAdditionalParameters());
        }
        return converted;
    }

    /** Refuses a request of which no scope is left (RFC 6749, section 5.2). */
    static void requireScope(OAuth2ClientCredentialsAuthenticationContext context) {
        OAuth2ClientCredentialsAuthenticationToken request = context.getAuthentication();
        if (request.getScopes().isEmpty()) {
            throw new OAuth2AuthenticationException(new OAuth2Error(
                    OAuth2ErrorCodes.INVALID_SCOPE, "None of the scopes can be granted to this client.", null));
        }
    }

    private static Set<String> narrow(Set<String> asked, RegisteredClient client) {
        SmartScopes granted = LaunchScopes.parse(asked).meet(LaunchScopes.parse(client.getScopes()));
        Set<String> names = new TreeSet<>();
        granted.granted().forEach(scope -> names.add(scope.toString()));
        return names;
    }
}
