package org.firewarden.crypto;

import java.security.Provider;
import java.util.HexFormat;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** How checkpoints and artefacts are signed. A hybrid signature is one of each; it holds only if both hold. */
public enum SignatureAlgorithm {
    /** RFC 8032; small, and what the witnesses of transparency logs know. */
    ED25519("Ed25519", 32, 64, "302a300506032b6570032100"),
    /** FIPS 204, category 3; stays credible when there are quantum computers. */
    ML_DSA_65("ML-DSA-65", 1952, 3309, "308207b2300b0609608648016503040312038207a100");

    /** Both come from here, so that a platform without one of them behaves like all others. */
    static final Provider PROVIDER = new BouncyCastleProvider();

    private final String jcaName;
    private final int publicKeyBytes;
    private final int signatureBytes;
    private final String subjectPublicKeyInfoPrefix;

    SignatureAlgorithm(String jcaName, int publicKeyBytes, int signatureBytes, String prefix) {
        this.jcaName = jcaName;
        this.publicKeyBytes = publicKeyBytes;
        this.signatureBytes = signatureBytes;
        this.subjectPublicKeyInfoPrefix = prefix;
    }

    /** The length of a public key as RFC 8032 and FIPS 204 encode it. */
    public int publicKeyBytes() {
        return publicKeyBytes;
    }

    /** The length of a signature. */
    public int signatureBytes() {
        return signatureBytes;
    }

    /** The name that JCA knows, which is also the algorithm's own. */
    public String jcaName() {
        return jcaName;
    }

    /** What X.509 puts before the public key proper. */
    byte[] subjectPublicKeyInfoPrefix() {
        return HexFormat.of().parseHex(subjectPublicKeyInfoPrefix);
    }
}
