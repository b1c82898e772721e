package org.firewarden.smart.authorization;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * What a client assertion must say once its signature holds (RFC 7523, section 3; SMART App Launch 2.2, Client authentication:
 * asymmetric): from and about the client itself, for this server, good for at most five minutes, never used before. The use is
 * recorded only when all else holds.
 */
final class AssertionRules implements OAuth2TokenValidator<Jwt> {

    private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
    private static final int LONGEST_ID = 255;

    private final String clientId;
    private final Set<String> audiences;
    private final AssertionReplays replays;
    private final Clock clock;

    /**
     * The rules for one client.
     *
     * @param audiences the addresses of this server that an assertion may name
     */
    AssertionRules(String clientId, Set<String> audiences, AssertionReplays replays, Clock clock) {
        this.clientId = clientId;
        this.audiences = Set.copyOf(audiences);
        this.replays = replays;
        this.clock = clock;
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt assertion) {
        if (!clientId.equals(assertion.getClaimAsString("iss")) || !clientId.equals(assertion.getSubject())) {
            return refusal("iss and sub must be the client");
        }
        if (assertion.getAudience() == null || assertion.getAudience().stream().noneMatch(audiences::contains)) {
            return refusal("aud must be the token endpoint");
        }
        Instant now = clock.instant();
        Instant expires = assertion.getExpiresAt();
        if (expires == null
                || !expires.plus(CLOCK_SKEW).isAfter(now)
                || expires.isAfter(now.plus(LONGEST_LIFE).plus(CLOCK_SKEW))) {
            return refusal("exp must be at most five minutes ahead");
        }
        Instant notBefore = assertion.getNotBefore();
        if (notBefore != null && notBefore.isAfter(now.plus(CLOCK_SKEW))) {
            return refusal("nbf is in the future");
        }
        String id = assertion.getId();
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
            return refusal("jti is missing or too long");
        }
        return replays.isFirstUse(clientId, id, expires.plus(CLOCK_SKEW))
                ? OAuth2TokenValidatorResult.success()
                : refusal("jti was used before");
    }

    private static OAuth2TokenValidatorResult refusal(String description) {
        return OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT, description, null));
    }
}
