package org.firewarden.model.runtime;

import org.firewarden.crypto.Sha256;

/** The bytes of an ONNX file whose digest was checked; there is no other way to get one. Never changed. */
public final class ModelArtifact {

    private final byte[] content;
    private final String sha256;

    private ModelArtifact(byte[] content, String sha256) {
        this.content = content;
        this.sha256 = sha256;
    }

    /**
     * Checks the digest.
     *
     * @param sha256 what it must be, in lower-case hexadecimal
     * @throws InferenceException if it is another
     */
    public static ModelArtifact verified(byte[] content, String sha256) {
        byte[] copy = content.clone();
        if (!Sha256.hex(copy).equals(sha256)) {
            throw new InferenceException("the artifact does not have the SHA-256 " + sha256, null);
        }
        return new ModelArtifact(copy, sha256);
    }

    /** The digest in lower-case hexadecimal. */
    public String sha256() {
        return sha256;
    }

    /** The bytes themselves, for this package to load. */
    byte[] content() {
        return content;
    }
}
