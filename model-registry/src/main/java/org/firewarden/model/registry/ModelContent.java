package org.firewarden.model.registry;

/**
 * What a version consists of, as it was admitted.
 *
 * @param manifest the bytes that were signed
 * @param artifact the ONNX file
 * @param keyId the id of the key that signed
 * @param publicKey that key
 * @param signature both signatures
 * @param author the subject of the person who submitted it or had it trained
 */
@SuppressWarnings("ArrayRecordComponent")
public record ModelContent(
        byte[] manifest, byte[] artifact, String keyId, String publicKey, String signature, String author) {

    /** Copies the bytes. */
    public ModelContent {
        manifest = manifest.clone();
        artifact = artifact.clone();
    }

    /** All of it but the artifact. */
    public SignedManifest signedManifest() {
        return new SignedManifest(manifest, keyId, publicKey, signature, author);
    }
}
