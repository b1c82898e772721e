package org.firewarden.smart.authorization;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads a request of a public client, which only says who it is (RFC 6749, section 3.2.1). That is enough to redeem a code with its
 * PKCE verifier, to use or revoke a refresh token, and for nothing else.
 */
final class ClientIdConverter implements AuthenticationConverter {

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String[] ids = request.getParameterValues(OAuth2ParameterNames.CLIENT_ID);
        boolean isOther = request.getHeader(HttpHeaders.AUTHORIZATION) != null
                || request.getParameter(OAuth2ParameterNames.CLIENT_SECRET) != null
                || request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION) != null;
        return ids == null || ids.length != 1 || ids[0].isBlank() || isOther
                ? null
                : new OAuth2ClientAuthenticationToken(ids[0], ClientAuthenticationMethod.NONE, null, null);
    }
}
