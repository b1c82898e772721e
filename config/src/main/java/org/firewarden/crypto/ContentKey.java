package org.firewarden.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that lives as long as the content it seals (AES-256-GCM, NIST SP 800-38D): who destroys it destroys the content,
 * wherever copies of the ciphertext lie. It is stored sealed by the {@link KeyRing}. Safe for many threads.
 */
public final class ContentKey {

    private static final int KEY_BYTES = 32;
    private static final byte[] COMBINED = "firewarden combined content key 1".getBytes(StandardCharsets.US_ASCII);

    private final SecretKey secret;

    private ContentKey(byte[] secret) {
        this.secret = new SecretKeySpec(secret, "AES");
    }

    /** A new key. */
    public static ContentKey generate(SecureRandom random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return new ContentKey(bytes);
    }

    /**
     * Opens a key that was sealed by {@link #sealedBy}.
     *
     * @throws KeyRingException if it was sealed for another purpose or subject
     */
    public static ContentKey open(KeyRing ring, KeyPurpose purpose, String subject, byte[] sealed) {
        byte[] bytes = ring.open(purpose, subject, sealed);
        if (bytes.length != KEY_BYTES) {
            throw new KeyRingException("not a content key");
        }
        return new ContentKey(bytes);
    }

    /** The key that is had only by who has each of these, in this order: the extract step of HKDF (RFC 5869). */
    public static ContentKey ofAll(List<ContentKey> keys) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(COMBINED, "HmacSHA256"));
            for (ContentKey key : keys) {
                mac.update(key.secret.getEncoded());
            }
            return new ContentKey(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new KeyRingException("combining keys failed", e);
        }
    }

    /** This key, sealed to be stored. */
    public byte[] sealedBy(KeyRing ring, KeyPurpose purpose, String subject) {
        byte[] bytes = secret.getEncoded();
        byte[] sealed = ring.seal(purpose, subject, bytes);
        Arrays.fill(bytes, (byte) 0);
        return sealed;
    }

    /**
     * Seals a text: a 12-byte nonce, the ciphertext and a 16-byte tag.
     *
     * @param subject names what the text is of; opening demands the same name
     */
    public byte[] seal(SecureRandom random, String subject, byte[] plaintext) {
        return AesGcm.encrypt(random, secret, subject.getBytes(StandardCharsets.UTF_8), plaintext);
    }

    /**
     * Opens what this key sealed for the same subject.
     *
     * @throws KeyRingException if it was altered, or sealed by another key or for something else
     */
    public byte[] open(String subject, byte[] sealed) {
        return AesGcm.decrypt(secret, subject.getBytes(StandardCharsets.UTF_8), sealed);
    }

    @Override
    public String toString() {
        return "ContentKey";
    }
}
