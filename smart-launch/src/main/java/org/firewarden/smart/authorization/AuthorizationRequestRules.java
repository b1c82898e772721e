package org.firewarden.smart.authorization;

import java.util.function.Consumer;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;

/**
 * What an authorization request must say beyond the library's own checks (SMART App Launch 2.2, Request authorization code):
 * {@code aud} is this FHIR server, so that an app that was lured to a foreign server cannot use our tokens there; no parameter
 * comes twice (RFC 6749, section 3.1); some scope is left. The redirect address is checked first, because each other error is
 * told to the app by redirecting to it.
 */
final class AuthorizationRequestRules implements Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {

    private static final String AUD = "aud";

    private final String fhirBase;

    AuthorizationRequestRules(String fhirBase) {
        this.fhirBase = fhirBase;
    }

    @Override
    public void accept(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        OAuth2AuthorizationCodeRequestAuthenticationValidator.DEFAULT_REDIRECT_URI_VALIDATOR.accept(context);
        OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
        if (request.getAdditionalParameters().values().stream().anyMatch(value -> !(value instanceof String))) {
            throw refusal(request, OAuth2ErrorCodes.INVALID_REQUEST, "A parameter comes more than once.");
        }
        Object audience = request.getAdditionalParameters().get(AUD);
        if (!fhirBase.equals(audience) && !(fhirBase + "/").equals(audience)) {
            throw refusal(
                    request, OAuth2ErrorCodes.INVALID_REQUEST, "aud must be the base address of the FHIR server.");
        }
        if (!LaunchScopes.areUseful(request.getScopes())) {
            throw refusal(request, OAuth2ErrorCodes.INVALID_SCOPE, "None of the scopes can be granted.");
        }
    }

    private static OAuth2AuthorizationCodeRequestAuthenticationException refusal(
            OAuth2AuthorizationCodeRequestAuthenticationToken request, String code, String description) {
        return new OAuth2AuthorizationCodeRequestAuthenticationException(
                new OAuth2Error(code, description, null), request);
    }
}
