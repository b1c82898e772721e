package org.firewarden.smart.authorization;

import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServletRequest;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads a client assertion (RFC 7523). A {@code client_id} field may be absent, as RFC 7521, section 4.2 allows and backend services
 * do: the client is then the {@code sub} of the assertion. Nothing is believed here; the next step verifies.
 */
final class ClientAssertionConverter implements AuthenticationConverter {

    static final ClientAuthenticationMethod METHOD =
            new ClientAuthenticationMethod("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");

    private static final int LONGEST = 16_384;

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String[] types = request.getParameterValues(OAuth2ParameterNames.CLIENT_ASSERTION_TYPE);
        String[] assertions = request.getParameterValues(OAuth2ParameterNames.CLIENT_ASSERTION);
        if (types == null || assertions == null) {
            return null;
        }
        String[] ids = request.getParameterValues(OAuth2ParameterNames.CLIENT_ID);
        if (types.length != 1 || assertions.length != 1 || (ids != null && ids.length != 1)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
        }
        if (!METHOD.getValue().equals(types[0])) {
            return null;
        }
        String clientId = ids == null ? unverifiedSubject(assertions[0]) : ids[0];
        if (clientId == null || clientId.isBlank() || assertions[0].length() > LONGEST) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        return new OAuth2ClientAuthenticationToken(clientId, METHOD, assertions[0], null);
    }

    private static @Nullable String unverifiedSubject(String assertion) {
        try {
            return SignedJWT.parse(assertion).getJWTClaimsSet().getSubject();
        } catch (ParseException e) {
            // Not a signed JWT, and so nobody's.
            return null;
        }
    }
}
