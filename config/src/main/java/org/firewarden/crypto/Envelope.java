package org.firewarden.crypto;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Envelope encryption with AES-256-GCM (NIST SP 800-38D): a fresh data key seals the text, a key encryption key seals the
 * data key. Layout: {@code "FWE1"}, length of the key id (1 byte), key id, wrapped key (12-byte nonce, 32 bytes, 16-byte
 * tag), 12-byte nonce, ciphertext with 16-byte tag. The header and the subject are authenticated with both.
 */
final class Envelope {

    private static final byte[] MAGIC = {'F', 'W', 'E', '1'};
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int DATA_KEY_BYTES = 32;
    private static final int WRAPPED_BYTES = NONCE_BYTES + DATA_KEY_BYTES + TAG_BITS / 8;

    private final SecureRandom random;

    Envelope(SecureRandom random) {
        this.random = random;
    }

    byte[] seal(KeyEncryptionKey key, byte[] subject, byte[] plaintext) {
        byte[] dataKey = new byte[DATA_KEY_BYTES];
        random.nextBytes(dataKey);
        byte[] header = header(key.id());
        byte[] authenticated = concat(header, subject);
        byte[] wrapped = encrypt(key.secret(), authenticated, dataKey);
        byte[] body = encrypt(new SecretKeySpec(dataKey, "AES"), authenticated, plaintext);
        Arrays.fill(dataKey, (byte) 0);
        return concat(concat(header, wrapped), body);
    }

    byte[] open(KeyEncryptionKey key, byte[] subject, byte[] sealed) {
        byte[] header = header(key.id());
        int bodyAt = header.length + WRAPPED_BYTES;
        if (sealed.length < bodyAt + NONCE_BYTES + TAG_BITS / 8
                || !Arrays.equals(header, Arrays.copyOf(sealed, header.length))) {
            throw new KeyRingException("not an envelope of this key");
        }
        byte[] authenticated = concat(header, subject);
        byte[] dataKey = decrypt(key.secret(), authenticated, Arrays.copyOfRange(sealed, header.length, bodyAt));
        byte[] plaintext = decrypt(
                new SecretKeySpec(dataKey, "AES"), authenticated, Arrays.copyOfRange(sealed, bodyAt, sealed.length));
        Arrays.fill(dataKey, (byte) 0);
        return plaintext;
    }

    static String keyId(byte[] sealed) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(sealed);
            byte[] magic = new byte[MAGIC.length];
            buffer.get(magic);
            byte[] id = new byte[Byte.toUnsignedInt(buffer.get())];
            buffer.get(id);
            if (!Arrays.equals(magic, MAGIC)) {
                throw new KeyRingException("not an envelope");
            }
            return new String(id, StandardCharsets.US_ASCII);
        } catch (BufferUnderflowException e) {
            throw new KeyRingException("not an envelope", e);
        }
    }

    private static byte[] header(String keyId) {
        byte[] id = keyId.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(MAGIC.length + 1 + id.length)
                .put(MAGIC)
                .put((byte) id.length)
                .put(id)
                .array();
    }

    private byte[] encrypt(SecretKey key, byte[] authenticated, byte[] plaintext) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            return concat(
                    nonce,
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, authenticated).doFinal(plaintext));
        } catch (GeneralSecurityException e) {
            throw new KeyRingException("sealing failed", e);
        }
    }

    private static byte[] decrypt(SecretKey key, byte[] authenticated, byte[] sealed) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, authenticated)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new KeyRingException("the envelope was altered, or is of something else", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] authenticated)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(authenticated);
        return cipher;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
