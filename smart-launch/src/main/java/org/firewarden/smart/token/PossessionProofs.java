package org.firewarden.smart.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.firewarden.crypto.EcdsaVerification;
import org.firewarden.crypto.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that the sender of a request has a key: a DPoP proof (RFC 9449, section 4.3). Good for one request of one method to one
 * address, within a minute, once.
 */
public final class PossessionProofs {

    /** The header that a proof comes in, and the authentication scheme of a token that is bound to a key. */
    public static final String DPOP = "DPoP";

    /** With what a proof may be signed. */
    public static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.RS256, JWSAlgorithm.RS384);

    private static final JOSEObjectType TYPE = new JOSEObjectType("dpop+jwt");
    private static final Duration LIFE = Duration.ofSeconds(60);
    private static final Duration SKEW = Duration.ofSeconds(10);
    private static final int LONGEST_ID = 255;
    private static final int LONGEST_PROOF = 8192;
    private static final int WEAKEST_RSA_BITS = 2048;

    private final Replays replays;
    private final Clock clock;

    /** Remembers the proofs that were used there. */
    public PossessionProofs(Replays replays, Clock clock) {
        this.replays = replays;
        this.clock = clock;
    }

    /**
     * The thumbprint (RFC 7638) of the key that signed the proof; empty if the proof is no good.
     *
     * @param method the HTTP method
     * @param address where the request went, without query
     * @param accessToken the token that came along, or null at the token endpoint
     */
    public Optional<String> verify(String proof, String method, String address, @Nullable String accessToken) {
        if (proof.length() > LONGEST_PROOF) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(proof);
            JWK key = jwt.getHeader().getJWK();
            if (key == null
                    || key.isPrivate()
                    || !TYPE.equals(jwt.getHeader().getType())
                    || !ALGORITHMS.contains(jwt.getHeader().getAlgorithm())
                    || !jwt.verify(verifier(key))
                    || !isAbout(jwt.getJWTClaimsSet(), method, address, accessToken)) {
                return Optional.empty();
            }
            String thumbprint = key.computeThumbprint().toString();
            String id = jwt.getJWTClaimsSet().getJWTID();
            Instant until = clock.instant().plus(LIFE).plus(SKEW);
            return replays.isFirstUse("dpop:" + thumbprint, id, until) ? Optional.of(thumbprint) : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            // Not a proof, or one of a key that fits no algorithm.
            return Optional.empty();
        }
    }

    private boolean isAbout(JWTClaimsSet claims, String method, String address, @Nullable String accessToken)
            throws ParseException {
        String id = claims.getJWTID();
        Date issued = claims.getIssueTime();
        if (id == null || id.isBlank() || id.length() > LONGEST_ID || issued == null) {
            return false;
        }
        Instant now = clock.instant();
        boolean isFresh =
                issued.toInstant().plus(LIFE).isAfter(now) && issued.toInstant().isBefore(now.plus(SKEW));
        String target = claims.getStringClaim("htu");
        boolean isHere = target != null && address.equals(target.split("[?#]", 2)[0]);
        boolean isOfToken = accessToken == null || digest(accessToken).equals(claims.getStringClaim("ath"));
        return isFresh && isHere && isOfToken && method.equals(claims.getStringClaim("htm"));
    }

    private static String digest(String token) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Sha256.digest(token.getBytes(StandardCharsets.US_ASCII)));
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        if (key instanceof ECKey ec) {
            ECDSAVerifier verifier = new ECDSAVerifier(ec);
            verifier.getJCAContext().setProvider(EcdsaVerification.provider());
            return verifier;
        }
        if (key instanceof RSAKey rsa && rsa.size() >= WEAKEST_RSA_BITS) {
            return new RSASSAVerifier(rsa);
        }
        throw new JOSEException("not a key for signatures");
    }
}
