package org.firewarden.smart.authorization;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.smart.token.PossessionProofs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** Reads a token request. A field that comes twice, or in the address, makes it malformed (RFC 6749, section 3.2). */
final class TokenRequestConverter implements AuthenticationConverter {

    private static final Set<AuthorizationGrantType> GRANTS = Set.of(
            AuthorizationGrantType.AUTHORIZATION_CODE,
            AuthorizationGrantType.REFRESH_TOKEN,
            AuthorizationGrantType.CLIENT_CREDENTIALS);

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        AuthorizationGrantType grant =
                new AuthorizationGrantType(request.getParameter(OAuth2ParameterNames.GRANT_TYPE));
        Authentication client = SecurityContextHolder.getContext().getAuthentication();
        if (!GRANTS.contains(grant) || client == null) {
            return null;
        }
        if (request.getQueryString() != null) {
            throw refusal("The parameters belong into the body.");
        }
        Map<String, String> fields = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> {
            if (values.length != 1) {
                throw refusal("A parameter comes more than once.");
            }
            fields.put(name, values[0]);
        });
        List<String> proofs = Collections.list(request.getHeaders(PossessionProofs.DPOP));
        if (proofs.size() > 1) {
            throw refusal("There is more than one DPoP header.");
        }
        return new TokenRequest(grant, client, fields, proofs.isEmpty() ? null : proofs.get(0));
    }

    private static OAuth2AuthenticationException refusal(String description) {
        return new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, description, null));
    }
}
