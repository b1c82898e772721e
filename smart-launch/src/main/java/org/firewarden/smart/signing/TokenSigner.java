package org.firewarden.smart.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.jspecify.annotations.Nullable;

/** Signs tokens with the key that signs now. Safe for many threads. */
public final class TokenSigner {

    private record Ready(RSAKey key, JWSSigner signer) {}

    private final SigningKeys keys;
    private volatile @Nullable Ready ready;

    /** Signs with these keys. */
    public TokenSigner(SigningKeys keys) {
        this.keys = keys;
    }

    /**
     * A signed token in its compact form.
     *
     * @param type the media type in the header
     */
    public String sign(JWTClaimsSet claims, String type) {
        try {
            Ready with = ready();
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .type(new JOSEObjectType(type))
                            .keyID(with.key.getKeyID())
                            .build(),
                    claims);
            token.sign(with.signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("an RSA key signs RS256", e);
        }
    }

    private Ready ready() throws JOSEException {
        RSAKey current = keys.current();
        Ready with = ready;
        if (with == null || !with.key.getKeyID().equals(current.getKeyID())) {
            with = new Ready(current, new RSASSASigner(current));
            ready = with;
        }
        return with;
    }
}
