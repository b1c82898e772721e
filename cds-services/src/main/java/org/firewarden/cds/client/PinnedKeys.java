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
import org.firewarden.crypto.EcdsaVerification;

/**
 * The public keys of one EHR by key id. A key fits only the algorithm of its own type (P-384 for ES384, RSA of at least 2048
 * bits for RS384), so that a public key is never taken for a shared secret.
 */
final class PinnedKeys implements ClientKeys {

    private static final int MINIMUM_RSA_BITS = 2048;

    /** A verifier and the one algorithm that its key fits. Made once, since making one checks that the key is on its curve. */
    private record Verifier(JWSAlgorithm algorithm, JWSVerifier verifier) {}

    private final Map<String, Verifier> byId;

    private PinnedKeys(Map<String, Verifier> byId) {
        this.byId = Map.copyOf(byId);
    }

    /**
     * Reads a key set.
     *
     * @throws IllegalArgumentException if it is not a key set, a key has no id or its id is there twice, or a key is not
     *     one that a token may be signed with
     */
    static PinnedKeys parse(String jwks) {
        Map<String, Verifier> keys = new HashMap<>();
        try {
            for (JWK key : JWKSet.parse(jwks).getKeys()) {
                if (key.getKeyID() == null || keys.put(key.getKeyID(), verifierOf(key)) != null) {
                    throw new IllegalArgumentException("each key of a CDS client has a key id of its own");
                }
            }
        } catch (ParseException e) {
            throw new IllegalArgumentException("the key set of a CDS client is not a JSON Web Key Set", e);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("a key of a CDS client is not one that signatures are verified with", e);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("the key set of a CDS client is empty");
        }
        return new PinnedKeys(keys);
    }

    @Override
    public Optional<JWSVerifier> verifierFor(JWSHeader header) {
        return Optional.ofNullable(header.getKeyID())
                .map(byId::get)
                .filter(verifier -> verifier.algorithm.equals(header.getAlgorithm()))
                .map(Verifier::verifier);
    }

    private static Verifier verifierOf(JWK key) throws JOSEException {
        boolean isForSigning = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
        if (isForSigning && key instanceof ECKey ec && ec.getCurve().equals(Curve.P_384)) {
            ECDSAVerifier verifier = new ECDSAVerifier(ec.toPublicJWK());
            verifier.getJCAContext().setProvider(EcdsaVerification.provider());
            return new Verifier(JWSAlgorithm.ES384, verifier);
        }
        if (isForSigning && key instanceof RSAKey rsa && rsa.size() >= MINIMUM_RSA_BITS) {
            return new Verifier(JWSAlgorithm.RS384, new RSASSAVerifier(rsa.toPublicJWK()));
        }
        throw new IllegalArgumentException("a CDS client signs with a P-384 key or an RSA key of 2048 bits or more");
    }
}
