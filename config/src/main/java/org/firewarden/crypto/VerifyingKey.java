package org.firewarden.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/** A public key that tells whether a signature holds. Safe for many threads. */
public final class VerifyingKey {

    private final SignatureAlgorithm algorithm;
    private final byte[] encoded;
    private final PublicKey key;

    private VerifyingKey(SignatureAlgorithm algorithm, byte[] encoded, PublicKey key) {
        this.algorithm = algorithm;
        this.encoded = encoded;
        this.key = key;
    }

    /**
     * A public key as RFC 8032 or FIPS 204 encodes it.
     *
     * @throws KeyRingException if it is not one
     */
    public static VerifyingKey of(SignatureAlgorithm algorithm, byte[] encoded) {
        if (encoded.length != algorithm.publicKeyBytes()) {
            throw new KeyRingException("not a public key of " + algorithm.jcaName());
        }
        byte[] prefix = algorithm.subjectPublicKeyInfoPrefix();
        byte[] info = Arrays.copyOf(prefix, prefix.length + encoded.length);
        System.arraycopy(encoded, 0, info, prefix.length, encoded.length);
        try {
            PublicKey key = KeyFactory.getInstance(algorithm.jcaName(), SignatureAlgorithm.PROVIDER)
                    .generatePublic(new X509EncodedKeySpec(info));
            return new VerifyingKey(algorithm, encoded.clone(), key);
        } catch (GeneralSecurityException e) {
            throw new KeyRingException("not a public key of " + algorithm.jcaName(), e);
        }
    }

    /** With what it verifies. */
    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /** The key as RFC 8032 or FIPS 204 encodes it. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** True if this key's owner signed the content. */
    public boolean verifies(byte[] content, byte[] signature) {
        if (signature.length != algorithm.signatureBytes()) {
            return false;
        }
        try {
            Signature verification = Signature.getInstance(algorithm.jcaName(), SignatureAlgorithm.PROVIDER);
            verification.initVerify(key);
            verification.update(content);
            return verification.verify(signature);
        } catch (SignatureException e) {
            // Bytes that are not the encoding of a signature are not a signature of this content.
            return false;
        } catch (GeneralSecurityException e) {
            throw new KeyRingException("verifying failed", e);
        }
    }
}
