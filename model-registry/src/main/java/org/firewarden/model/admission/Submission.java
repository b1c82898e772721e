package org.firewarden.model.admission;

/**
 * What is submitted.
 *
 * @param artifact the ONNX file
 * @param manifest the manifest in JSON, the very bytes that are signed
 * @param keyId the id of the submitter's registered public key
 * @param signature both signatures over the manifest, in the form of {@link org.firewarden.crypto.HybridSignature#toString}
 * @param author the subject of the person who submits
 */
@SuppressWarnings("ArrayRecordComponent")
public record Submission(byte[] artifact, byte[] manifest, String keyId, String signature, String author) {

    /** Copies the bytes. */
    public Submission {
        artifact = artifact.clone();
        manifest = manifest.clone();
    }
}
