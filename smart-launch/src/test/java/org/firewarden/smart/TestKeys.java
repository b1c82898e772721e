package org.firewarden.smart;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import org.firewarden.crypto.Sha256;
import org.jspecify.annotations.Nullable;

/** Keys of clients, and what they sign. */
public final class TestKeys {

    private TestKeys() {}

    /** A fresh key for ES384. */
    public static ECKey es384(String kid) {
        return ec(Curve.P_384, kid);
    }

    /** A fresh key for ES256. */
    public static ECKey es256(String kid) {
        return ec(Curve.P_256, kid);
    }

    /** A good client assertion for this audience. */
    public static String assertion(JWK key, String client, String audience) {
        return sign(
                new JWSHeader.Builder(algorithm(key)).keyID(key.getKeyID()).build(),
                key,
                new JWTClaimsSet.Builder()
                        .issuer(client)
                        .subject(client)
                        .audience(audience)
                        .expirationTime(Date.from(Instant.now().plusSeconds(240)))
                        .jwtID(UUID.randomUUID().toString())
                        .build());
    }

    /** A DPoP proof (RFC 9449). */
    public static String proof(ECKey key, String method, String address, @Nullable String accessToken) {
        return sign(
                new JWSHeader.Builder(algorithm(key))
                        .type(new JOSEObjectType("dpop+jwt"))
                        .jwk(key.toPublicJWK())
                        .build(),
                key,
                new JWTClaimsSet.Builder()
                        .jwtID(UUID.randomUUID().toString())
                        .issueTime(Date.from(Instant.now()))
                        .claim("htm", method)
                        .claim("htu", address)
                        .claim(
                                "ath",
                                accessToken == null
                                        ? null
                                        : Base64.getUrlEncoder()
                                                .withoutPadding()
                                                .encodeToString(
                                                        Sha256.digest(accessToken.getBytes(StandardCharsets.US_ASCII))))
                        .build());
    }

    /** A JWT. */
    public static String sign(JWSHeader header, JWK key, JWTClaimsSet claims) {
        try {
            JWSSigner signer = key instanceof ECKey ec ? new ECDSASigner(ec) : new RSASSASigner(key.toRSAKey());
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSAlgorithm algorithm(JWK key) {
        if (key instanceof ECKey ec) {
            return ec.getCurve().equals(Curve.P_256) ? JWSAlgorithm.ES256 : JWSAlgorithm.ES384;
        }
        return JWSAlgorithm.RS384;
    }

    private static ECKey ec(Curve curve, String kid) {
        try {
            return new ECKeyGenerator(curve).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
