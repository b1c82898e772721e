package org.firewarden.smart.resource;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * What an access token must say once its signature holds (RFC 9068, section 4): the exact issuer, this FHIR base among the
 * audiences, an expiry that has not passed, nothing from the future. Clocks may differ by a minute.
 */
final class AccessTokenRules implements OAuth2TokenValidator<Jwt> {

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    private final String issuer;
    private final String audience;
    private final Clock clock;

    AccessTokenRules(String issuer, String audience, Clock clock) {
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        if (!issuer.equals(token.getClaimAsString("iss"))) {
            return refusal("foreign issuer");
        }
        if (token.getAudience() == null || !token.getAudience().contains(audience)) {
            return refusal("foreign audience");
        }
        Instant now = clock.instant();
        Instant expires = token.getExpiresAt();
        if (expires == null || !expires.plus(CLOCK_SKEW).isAfter(now)) {
            return refusal("expired");
        }
        if (isAfter(token.getNotBefore(), now) || isAfter(token.getIssuedAt(), now)) {
            return refusal("from the future");
        }
        return OAuth2TokenValidatorResult.success();
    }

    private static boolean isAfter(@Nullable Instant stated, Instant now) {
        return stated != null && stated.isAfter(now.plus(CLOCK_SKEW));
    }

    private static OAuth2TokenValidatorResult refusal(String description) {
        return OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, description, null));
    }
}
