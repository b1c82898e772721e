package org.firewarden.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public half of a {@link HybridSigningKey}: a key of Ed25519 and one of ML-DSA-65. A signature holds only if both of its
 * parts hold, so who breaks one of the algorithms forges nothing. Safe for many threads.
 */
public final class HybridPublicKey {

    private static final int ID_BYTES = 8;

    private final VerifyingKey classical;
    private final VerifyingKey postQuantum;

    private HybridPublicKey(VerifyingKey classical, VerifyingKey postQuantum) {
        this.classical = classical;
        this.postQuantum = postQuantum;
    }

    /**
     * A key of its parts.
     *
     * @throws KeyRingException if one of them is of the other's algorithm
     */
    public static HybridPublicKey of(VerifyingKey classical, VerifyingKey postQuantum) {
        if (classical.algorithm() != SignatureAlgorithm.ED25519
                || postQuantum.algorithm() != SignatureAlgorithm.ML_DSA_65) {
            throw new KeyRingException("a hybrid key is one of Ed25519 and one of ML-DSA-65");
        }
        return new HybridPublicKey(classical, postQuantum);
    }

    /**
     * Reads {@link #toString}: both keys in base64 with a dot between them.
     *
     * @throws KeyRingException if it is no such key
     */
    public static HybridPublicKey parse(String text) {
        byte[][] parts = HybridSignature.parts(text, "not a hybrid public key");
        return of(
                VerifyingKey.of(SignatureAlgorithm.ED25519, parts[0]),
                VerifyingKey.of(SignatureAlgorithm.ML_DSA_65, parts[1]));
    }

    /** The first eight bytes of the SHA-256 over both keys, in hexadecimal. */
    public String id() {
        byte[] digest = Sha256.digest(HybridSignature.joined(classical.encoded(), postQuantum.encoded()));
        return HexFormat.of().formatHex(Arrays.copyOf(digest, ID_BYTES));
    }

    /**
     * True if this key's owner signed the content for that use.
     *
     * @param use what it was signed as, for example {@code model-manifest}; a signature for one use holds for no other
     */
    public boolean verifies(String use, byte[] content, HybridSignature signature) {
        byte[] signed = signedBytes(use, content);
        return classical.verifies(signed, signature.classical())
                && postQuantum.verifies(signed, signature.postQuantum());
    }

    /** What both algorithms sign: {@code firewarden.org/USE}, a line feed, the content. */
    static byte[] signedBytes(String use, byte[] content) {
        return HybridSignature.joined(("firewarden.org/" + use + "\n").getBytes(StandardCharsets.UTF_8), content);
    }

    /** Both keys in base64, Ed25519 first, with a dot between them. */
    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(classical.encoded()) + "." + base64.encodeToString(postQuantum.encoded());
    }
}
