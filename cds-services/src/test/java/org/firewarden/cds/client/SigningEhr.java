package org.firewarden.cds.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.firewarden.cds.settings.CdsClientSettings;

/** An EHR of a test that signs good tokens, and bad ones on demand. */
public final class SigningEhr {

    private final String issuer;
    private final ECKey key;
    private final Clock clock;

    /** An EHR with a fresh ES384 key of id {@code k1}. */
    public SigningEhr(String issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
        try {
            this.key = new ECKeyGenerator(Curve.P_384).keyID("k1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The settings that admit it. */
    public CdsClientSettings settings() {
        return CdsClientSettings.of(issuer, jwks());
    }

    String jwks() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    ECKey key() {
        return key;
    }

    /** A good token for the URL. */
    public String token(URI called) {
        return token(called, header -> header, claims -> claims);
    }

    /** A good {@code Authorization} header for the URL. */
    public String bearer(URI called) {
        return "Bearer " + token(called);
    }

    String token(URI called, UnaryOperator<JWSHeader.Builder> ofHeader, UnaryOperator<JWTClaimsSet.Builder> ofClaims) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(called.toString())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plus(Duration.ofMinutes(5))))
                .jwtID(UUID.randomUUID().toString());
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES384)
                .type(JOSEObjectType.JWT)
                .keyID("k1");
        SignedJWT token = new SignedJWT(
                ofHeader.apply(header).build(), ofClaims.apply(claims).build());
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }
}
