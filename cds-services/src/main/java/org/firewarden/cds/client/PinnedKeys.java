package org.firewarden.cds.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The public keys of one EHR by key id. A key fits only the algorithm of its own type (P-384 for ES384, RSA of at least 2048
 * bits for RS384), so that a public key is never taken for a shared secret.
 */
final class PinnedKeys implements ClientKeys {

    private static final int MINIMUM_RSA_BITS = 2048;

    private final Map<String, JWK> byId;

    private PinnedKeys(Map<String, JWK> byId) {
        this.byId = Map.copyOf(byId);
    }

    /**
     * Reads a key set.
     *
     * @throws IllegalArgumentException if it is not a key set, a key has no id or its id is there twice, or a key is not
     *     one that a token may be signed with
     */
    static PinnedKeys parse(String jwks) {
        Map<String, JWK> keys = new HashMap<>();
        try {
            for (JWK key : JWKSet.parse(jwks).getKeys()) {
                if (key.getKeyID() == null || keys.put(key.getKeyID(), publicPartOf(key)) != null) {
                    throw new IllegalArgumentException("each key of a CDS client has a key id of its own");
                }
            }
        } catch (ParseException e) {
            throw new IllegalArgumentException("the key set of a CDS client is not a JSON Web Key Set", e);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("the key set of a CDS client is empty");
        }
        return new PinnedKeys(keys);
    }

    @Override
    public Optional<JWSVerifier> verifierFor(JWSHeader header) throws JOSEException {
        JWK key = header.getKeyID() == null ? null : byId.get(header.getKeyID());
        if (key instanceof ECKey ec && header.getAlgorithm().equals(JWSAlgorithm.ES384)) {
            return Optional.of(new ECDSAVerifier(ec));
        }
        if (key instanceof RSAKey rsa && header.getAlgorithm().equals(JWSAlgorithm.RS384)) {
            return Optional.of(new RSASSAVerifier(rsa));
        }
        return Optional.empty();
    }

    private static JWK publicPartOf(JWK key) {
        boolean isForSigning = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
        boolean isStrong = (key instanceof ECKey ec && ec.getCurve().equals(Curve.P_384))
                || (key instanceof RSAKey rsa && rsa.size() >= MINIMUM_RSA_BITS);
        if (!isForSigning || !isStrong) {
            throw new IllegalArgumentException(
                    "a CDS client signs with a P-384 key or an RSA key of 2048 bits or more");
        }
        return key.toPublicJWK();
    }
}
