package org.firewarden.smart.authorization;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads a refresh of a client that does not say who it is: {@code client_id} is no parameter of a refresh (RFC 6749, section 6; SMART
 * App Launch 2.2, Refresh access token), and apps with {@code fhirclient} send none. The client is the one that the refresh token was
 * issued to. That is enough for a public client only: whoever has a proof to show has to show it.
 */
final class RefreshTokenConverter implements AuthenticationConverter {

    private final Function<String, Optional<String>> clientOf;

    /** Finds the client of a refresh token there, or nothing. */
    RefreshTokenConverter(Function<String, Optional<String>> clientOf) {
        this.clientOf = clientOf;
    }

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String[] tokens = request.getParameterValues(OAuth2ParameterNames.REFRESH_TOKEN);
        boolean saysWho = request.getHeader(HttpHeaders.AUTHORIZATION) != null
                || request.getParameter(OAuth2ParameterNames.CLIENT_ID) != null
                || request.getParameter(OAuth2ParameterNames.CLIENT_SECRET) != null
                || request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION) != null;
        boolean isRefresh = AuthorizationGrantType.REFRESH_TOKEN
                .getValue()
                .equals(request.getParameter(OAuth2ParameterNames.GRANT_TYPE));
        return saysWho || !isRefresh || tokens == null || tokens.length != 1
                ? null
                : clientOf.apply(tokens[0])
                        .map(id -> new OAuth2ClientAuthenticationToken(id, ClientAuthenticationMethod.NONE, null, null))
                        .orElse(null);
    }
}
