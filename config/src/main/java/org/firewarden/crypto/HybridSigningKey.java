package org.firewarden.crypto;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * A private key of Ed25519 and one of ML-DSA-65 that sign together. Stored sealed by the {@link KeyRing}. Safe for many
 * threads.
 */
public final class HybridSigningKey {

    private final SigningKey classical;
    private final SigningKey postQuantum;

    private HybridSigningKey(SigningKey classical, SigningKey postQuantum) {
        this.classical = classical;
        this.postQuantum = postQuantum;
    }

    /** A new key. */
    public static HybridSigningKey generate(SecureRandom random) {
        return new HybridSigningKey(
                SigningKey.generate(SignatureAlgorithm.ED25519, random),
                SigningKey.generate(SignatureAlgorithm.ML_DSA_65, random));
    }

    /**
     * Opens a key that was sealed by {@link #sealedBy}.
     *
     * @throws KeyRingException if it was sealed for another purpose or subject, or is of another public key
     */
    public static HybridSigningKey open(
            KeyRing ring, KeyPurpose purpose, String subject, HybridPublicKey key, String sealed) {
        String[] text = key.toString().split("\\.", -1);
        byte[][] parts = HybridSignature.parts(sealed, "not a sealed hybrid key");
        return new HybridSigningKey(
                open(ring, purpose, subject, SignatureAlgorithm.ED25519, text[0], parts[0]),
                open(ring, purpose, subject, SignatureAlgorithm.ML_DSA_65, text[1], parts[1]));
    }

    /**
     * Reads {@link #written}.
     *
     * @throws KeyRingException if it is no such key
     */
    public static HybridSigningKey parse(String text) {
        String[] lines = text.strip().split("\\s+", -1);
        if (lines.length != 2) {
            throw new KeyRingException("not a hybrid signing key");
        }
        HybridPublicKey.parse(lines[0]);
        byte[][] publicParts = HybridSignature.parts(lines[0], "not a hybrid public key");
        byte[][] parts = HybridSignature.parts(lines[1], "not a hybrid signing key");
        return new HybridSigningKey(
                SigningKey.of(VerifyingKey.of(SignatureAlgorithm.ED25519, publicParts[0]), parts[0]),
                SigningKey.of(VerifyingKey.of(SignatureAlgorithm.ML_DSA_65, publicParts[1]), parts[1]));
    }

    /**
     * The key for a file that only its owner may read: the public key on one line, both private keys (PKCS #8, base64) with a
     * dot between them on the next. For those who sign outside of the server; what the server keeps is {@link #sealedBy}.
     */
    public String written() {
        return publicKey() + "\n" + new HybridSignature(classical.encoded(), postQuantum.encoded()) + "\n";
    }

    /** Both private keys, sealed to be stored, in base64 with a dot between them. */
    public String sealedBy(KeyRing ring, KeyPurpose purpose, String subject) {
        return new HybridSignature(
                        classical.sealedBy(ring, purpose, subject(subject, SignatureAlgorithm.ED25519)),
                        postQuantum.sealedBy(ring, purpose, subject(subject, SignatureAlgorithm.ML_DSA_65)))
                .toString();
    }

    /** The public half. */
    public HybridPublicKey publicKey() {
        return HybridPublicKey.of(classical.verifyingKey(), postQuantum.verifyingKey());
    }

    /**
     * Signs with both.
     *
     * @param use what it is signed as, for example {@code model-manifest}; a signature for one use holds for no other
     */
    public HybridSignature sign(String use, byte[] content) {
        byte[] signed = HybridPublicKey.signedBytes(use, content);
        return new HybridSignature(classical.sign(signed), postQuantum.sign(signed));
    }

    @Override
    public String toString() {
        return "HybridSigningKey[" + publicKey().id() + "]";
    }

    private static SigningKey open(
            KeyRing ring,
            KeyPurpose purpose,
            String subject,
            SignatureAlgorithm algorithm,
            String publicKey,
            byte[] sealed) {
        VerifyingKey verifying = VerifyingKey.of(algorithm, Base64.getDecoder().decode(publicKey));
        return SigningKey.open(ring, purpose, subject(subject, algorithm), verifying, sealed);
    }

    private static String subject(String subject, SignatureAlgorithm algorithm) {
        return subject + " " + algorithm.jcaName();
    }
}
