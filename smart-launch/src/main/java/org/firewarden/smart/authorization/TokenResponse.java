package org.firewarden.smart.authorization;

import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import org.firewarden.smart.token.AccessTokenContent;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AccessTokenResponseAuthenticationSuccessHandler;

/**
 * Puts the launch context beside the access token in a token response (SMART App Launch 2.2, Launch context arrives with your
 * access token): the {@code patient} that the token itself names.
 */
final class TokenResponse {

    private TokenResponse() {}

    static OAuth2AccessTokenResponseAuthenticationSuccessHandler handler() {
        OAuth2AccessTokenResponseAuthenticationSuccessHandler handler =
                new OAuth2AccessTokenResponseAuthenticationSuccessHandler();
        handler.setAccessTokenResponseCustomizer(TokenResponse::addContext);
        return handler;
    }

    private static void addContext(OAuth2AccessTokenAuthenticationContext context) {
        OAuth2AccessTokenAuthenticationToken issued = context.getAuthentication();
        Map<String, Object> parameters = new HashMap<>(issued.getAdditionalParameters());
        try {
            String patient = SignedJWT.parse(issued.getAccessToken().getTokenValue())
                    .getJWTClaimsSet()
                    .getStringClaim(AccessTokenContent.PATIENT);
            if (patient != null) {
                parameters.put(AccessTokenContent.PATIENT, patient);
            }
        } catch (ParseException e) {
            throw new IllegalStateException("an access token that was just issued cannot be read", e);
        }
        context.getAccessTokenResponse().additionalParameters(parameters);
    }
}
