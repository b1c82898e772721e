package org.firewarden.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-1, for {@code Attachment.hash} alone: FHIR R4 prescribes it there to tell whether a document has changed by accident. It
 * protects against nobody who means to change one.
 */
public final class Sha1 {

    private Sha1() {}

    /** The digest: 20 bytes. */
    public static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has SHA-1", e);
        }
    }
}
