package org.firewarden.smart.resource;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.firewarden.smart.approval.RevocationsUnavailableException;
import org.firewarden.smart.approval.RevokedTokens;
import org.firewarden.smart.token.AccessTokenContent;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * What an access token must say once its signature holds (RFC 9068, section 4): an exact issuer, this FHIR base among the
 * audiences, an expiry that has not passed, nothing from the future, and nothing that was ended since. Clocks may differ by a minute.
 */
final class AccessTokenRules implements OAuth2TokenValidator<Jwt> {

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    /** What Keycloak and its like write into a claim of this name in an access token; id and refresh tokens say otherwise. */
    private static final Set<String> TYPES = Set.of("Bearer", "DPoP");

    private final Set<String> issuers;
    private final String audience;
    private final RevokedTokens revoked;
    private final Clock clock;

    AccessTokenRules(Set<String> issuers, String audience, RevokedTokens revoked, Clock clock) {
        this.issuers = Set.copyOf(issuers);
        this.audience = audience;
        this.revoked = revoked;
        this.clock = clock;
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        String issuer = token.getClaimAsString("iss");
        if (issuer == null || !issuers.contains(issuer)) {
            return refusal("foreign issuer");
        }
        Object type = token.getClaims().get("typ");
        if (type != null && !TYPES.contains(type)) {
            return refusal("not an access token");
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
        return isRevoked(token) ? refusal("ended") : OAuth2TokenValidatorResult.success();
    }

    private boolean isRevoked(Jwt token) {
        Set<String> names = new HashSet<>();
        add(names, "token:", token.getClaims().get("jti"));
        add(names, "approval:", token.getClaims().get(AccessTokenContent.APPROVAL));
        add(names, "client:", token.getClaims().get(AccessTokenContent.CLIENT_ID));
        add(names, "person:", token.getClaims().get("sub"));
        try {
            return revoked.areAny(names);
        } catch (RevocationsUnavailableException e) {
            // Not a bad token: one that nobody can judge at the moment.
            throw new JwtException("the list of ended tokens cannot be read", e);
        }
    }

    private static void add(Set<String> names, String prefix, @Nullable Object claim) {
        if (claim != null) {
            names.add(prefix + claim);
        }
    }

    private static boolean isAfter(@Nullable Instant stated, Instant now) {
        return stated != null && stated.isAfter(now.plus(CLOCK_SKEW));
    }

    private static OAuth2TokenValidatorResult refusal(String description) {
        return OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, description, null));
    }
}
