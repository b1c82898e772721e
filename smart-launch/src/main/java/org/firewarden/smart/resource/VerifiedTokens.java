package org.firewarden.smart.resource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.firewarden.crypto.Sha256;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Remembers for some minutes which tokens had a good signature, by their digest, because a caller shows the same token with each
 * request. What can change meanwhile, time and revocation, is judged each time. The bound on minutes is how long a signing key that was
 * withdrawn can still be believed. Safe for many threads.
 */
final class VerifiedTokens implements JwtDecoder {

    private static final Duration BELIEVED = Duration.ofMinutes(5);
    private static final int CAPACITY = 10_000;
    private static final int LONGEST_TOKEN = 16_384;

    private record Verified(Jwt token, Instant at) {}

    private final Map<ByteBuffer, Verified> verified = new Latest();
    private final JwtDecoder signatures;
    private final OAuth2TokenValidator<Jwt> rules;
    private final Clock clock;

    VerifiedTokens(JwtDecoder signatures, OAuth2TokenValidator<Jwt> rules, Clock clock) {
        this.signatures = signatures;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public Jwt decode(String token) {
        if (token.length() > LONGEST_TOKEN) {
            throw new BadJwtException("too long");
        }
        ByteBuffer digest = ByteBuffer.wrap(Sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
        Instant now = clock.instant();
        Verified known = find(digest);
        boolean isKnown = known != null && known.at.plus(BELIEVED).isAfter(now);
        Jwt jwt = known != null && isKnown ? known.token : signatures.decode(token);
        OAuth2TokenValidatorResult result = rules.validate(jwt);
        if (result.hasErrors()) {
            throw new BadJwtException("the claims are not good");
        }
        if (!isKnown) {
            keep(digest, new Verified(jwt, now));
        }
        return jwt;
    }

    private @Nullable Verified find(ByteBuffer digest) {
        synchronized (verified) {
            return verified.get(digest);
        }
    }

    private void keep(ByteBuffer digest, Verified token) {
        synchronized (verified) {
            verified.put(digest, token);
        }
    }

    private static final class Latest extends LinkedHashMap<ByteBuffer, Verified> {

        private static final long serialVersionUID = 1L;

        Latest() {
            super(256, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Verified> eldest) {
            return size() > CAPACITY;
        }
    }
}
