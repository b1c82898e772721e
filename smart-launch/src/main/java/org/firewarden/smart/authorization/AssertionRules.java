package org.firewarden.smart.authorization;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.firewarden.crypto.EcdsaVerification;
import org.firewarden.smart.client.ClientKeys;
import org.firewarden.smart.client.ClientRegistration;
import org.firewarden.smart.token.Replays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What proves a client with keys (RFC 7523, section 3; SMART App Launch 2.2, Client authentication: asymmetric): an assertion signed
 * with RS384 or ES384 and a registered key, from and about the client itself, for this server, good for at most five minutes, never
 * used before. What a stranger writes into a header never chooses a key. The use is recorded only when all else holds.
 */
final class AssertionRules {

    private static final Logger LOG = LoggerFactory.getLogger(AssertionRules.class);
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS384, JWSAlgorithm.ES384);
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
    private static final int LONGEST_ID = 255;
    private static final int WEAKEST_RSA_BITS = 2048;

    private final Set<String> audiences;
    private final ClientKeys keys;
    private final Replays replays;
    private final Clock clock;

    /**
     * The rules of this server.
     *
     * @param audiences its addresses that an assertion may name
     */
    AssertionRules(Set<String> audiences, ClientKeys keys, Replays replays, Clock clock) {
        this.audiences = Set.copyOf(audiences);
        this.keys = keys;
        this.replays = replays;
        this.clock = clock;
    }

    boolean isProvenBy(ClientRegistration client, String assertion) {
        try {
            SignedJWT jwt = SignedJWT.parse(assertion);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            return isWellFormed(jwt)
                    && isFor(client, claims)
                    && isTimely(claims)
                    && isSigned(jwt, keys.of(client, jwt.getHeader()))
                    && isFirstUse(client, claims);
        } catch (ParseException e) {
            // Not a signed JWT, and so no proof.
            return false;
        }
    }

    private static boolean isWellFormed(SignedJWT jwt) {
        JOSEObjectType type = jwt.getHeader().getType();
        return ALGORITHMS.contains(jwt.getHeader().getAlgorithm())
                && (type == null || type.equals(JOSEObjectType.JWT))
                && jwt.getHeader().getCriticalParams() == null;
    }

    private boolean isFor(ClientRegistration client, JWTClaimsSet claims) {
        List<String> audience = claims.getAudience();
        return client.clientId().equals(claims.getIssuer())
                && client.clientId().equals(claims.getSubject())
                && audience.stream().anyMatch(audiences::contains);
    }

    private boolean isTimely(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        Date notBefore = claims.getNotBeforeTime();
        return expires != null
                && expires.toInstant().plus(CLOCK_SKEW).isAfter(now)
                && !expires.toInstant().isAfter(now.plus(LONGEST_LIFE).plus(CLOCK_SKEW))
                && (notBefore == null || !notBefore.toInstant().isAfter(now.plus(CLOCK_SKEW)));
    }

    private static boolean isSigned(SignedJWT jwt, List<JWK> candidates) {
        for (JWK key : candidates) {
            try {
                if (key instanceof ECKey ec) {
                    ECDSAVerifier verifier = new ECDSAVerifier(ec);
                    verifier.getJCAContext().setProvider(EcdsaVerification.provider());
                    if (jwt.verify(verifier)) {
                        return true;
                    }
                }
                if (key instanceof RSAKey rsa
                        && rsa.size() >= WEAKEST_RSA_BITS
                        && jwt.verify(new RSASSAVerifier(rsa))) {
                    return true;
                }
            } catch (JOSEException e) {
                // A key that does not fit the algorithm did not sign this; the next one may have.
                LOG.debug("A key of a client does not fit the algorithm of an assertion");
            }
        }
        return false;
    }

    private boolean isFirstUse(ClientRegistration client, JWTClaimsSet claims) {
        String id = claims.getJWTID();
        return id != null
                && !id.isBlank()
                && id.length() <= LONGEST_ID
                && replays.isFirstUse(
                        client.clientId(),
                        id,
                        claims.getExpirationTime().toInstant().plus(CLOCK_SKEW));
    }
}
