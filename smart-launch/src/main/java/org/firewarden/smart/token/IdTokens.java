package org.firewarden.smart.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.firewarden.smart.signing.TokenSigner;
import org.jspecify.annotations.Nullable;

/**
 * Makes id tokens (OpenID Connect Core 1.0, section 2; SMART App Launch 2.2, Scopes for requesting identity data), signed with
 * RS256. Their audience is the app and their type {@code JWT}, so that one is no good as an access token.
 */
public final class IdTokens {

    private final String issuer;
    private final TokenSigner signer;
    private final Clock clock;

    /** Of this issuer. */
    public IdTokens(String issuer, TokenSigner signer, Clock clock) {
        this.issuer = issuer;
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * Who signed in.
     *
     * @param subject {@code sub}
     * @param clientId the app, {@code aud}
     * @param fhirUser an absolute address, or null if it was not asked for
     * @param nonce of the authorization request, or null
     * @param acr how strongly the person signed in
     * @param authenticated when
     */
    public record Identity(
            String subject,
            String clientId,
            @Nullable String fhirUser,
            @Nullable String nonce,
            String acr,
            Instant authenticated) {}

    /** The token, good for this long. */
    public String issue(Identity identity, Duration lifetime) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(identity.subject())
                .audience(identity.clientId())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .claim("auth_time", identity.authenticated().getEpochSecond())
                .claim("nonce", identity.nonce())
                .claim(AccessTokenContent.ACR, identity.acr())
                .claim(AccessTokenContent.FHIR_USER, identity.fhirUser())
                .build();
        return signer.sign(claims, "JWT");
    }
}
