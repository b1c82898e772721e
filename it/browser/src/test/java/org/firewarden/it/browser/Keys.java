package org.firewarden.it.browser;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** Keys of apps and EHRs, and what they sign. */
final class Keys {

    private Keys() {}

    /** A new key for ES384, as {@code fhirclient} takes it. */
    static ECKey es384(String id) {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_384)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES384)
                    .generate();
            return (ECKey) JWK.parse(key.toJSONObject());
        } catch (JOSEException | java.text.ParseException e) {
            throw new AssertionError(e);
        }
    }

    /** Who a client is, for this audience (RFC 7523, section 3). */
    static String assertion(ECKey key, String clientId, String audience) {
        return sign(
                key,
                new JWTClaimsSet.Builder()
                        .issuer(clientId)
                        .subject(clientId)
                        .audience(audience)
                        .jwtID(UUID.randomUUID().toString()));
    }

    /** Signed, and good for two minutes. */
    static String sign(ECKey key, JWTClaimsSet.Builder claims) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES384)
                            .keyID(key.getKeyID())
                            .build(),
                    claims.expirationTime(Date.from(Instant.now().plusSeconds(120)))
                            .build());
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
