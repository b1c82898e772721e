package org.firewarden.model.registry;

/**
 * The manifest of a version and who vouches for it: what {@link ModelContent} holds beside the artifact. Enough for the card, the
 * limits and the conditions of a stage, and read without opening the sealed artifact.
 *
 * @param manifest the bytes that were signed
 * @param keyId the id of the key that signed
 * @param publicKey that key
 * @param signature both signatures
 * @param author the subject of the person who submitted it or had it trained
 */
@SuppressWarnings("ArrayRecordComponent")
public record SignedManifest(byte[] manifest, String keyId, String publicKey, String signature, String author) {

    /** Copies the bytes. */
    public SignedManifest {
        manifest = manifest.clone();
    }
}
