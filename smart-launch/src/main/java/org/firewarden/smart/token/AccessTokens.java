package org.firewarden.smart.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.UUID;
import org.firewarden.smart.signing.TokenSigner;

/** Makes access tokens (RFC 9068). */
public final class AccessTokens {

    private final String issuer;
    private final TokenSigner signer;
    private final Clock clock;

    /** Of this issuer. */
    public AccessTokens(String issuer, TokenSigner signer, Clock clock) {
        this.issuer = issuer;
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * A token.
     *
     * @param value the JWT
     * @param issued when
     * @param expires until when it is good
     */
    public record Issued(String value, Instant issued, Instant expires) {
        /** Says nothing of the token. */
        @Override
        public String toString() {
            return "Issued[" + expires + "]";
        }
    }

    /** A token that is good from now on. */
    public Issued issue(AccessTokenContent content, Duration lifetime) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expires = now.plus(lifetime);
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(expires))
                .jwtID(UUID.randomUUID().toString());
        content.writeTo(claims);
        return new Issued(signer.sign(claims.build(), AccessTokenContent.TYPE), now, expires);
    }
}
