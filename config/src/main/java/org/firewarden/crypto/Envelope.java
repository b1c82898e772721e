package org.firewarden.crypto;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;

/**
 * Envelope encryption with AES-256-GCM (NIST SP 800-38D): a fresh data key seals the text, a key encryption key seals the
 * data key. Layout: {@code "FWE1"}, length of the key id (1 byte), key id, wrapped key (12-byte nonce, 32 bytes, 16-byte
 * tag), 12-byte nonce, ciphertext with 16-byte tag. The header and the subject are authenticated with both.
 */
final class Envelope {

    private static final byte[] MAGIC = {'F', 'W', 'E', '1'};
    private static final int DATA_KEY_BYTES = 32;
    private static final int WRAPPED_BYTES = AesGcm.NONCE_BYTES + DATA_KEY_BYTES + AesGcm.TAG_BYTES;

    private final SecureRandom random;

    Envelope(SecureRandom random) {
        this.random = random;
    }

    byte[] seal(KeyEncryptionKey key, byte[] subject, byte[] plaintext) {
        byte[] dataKey = new byte[DATA_KEY_BYTES];
        random.nextBytes(dataKey);
        byte[] header = header(key.id());
        byte[] authenticated = concat(header, subject);
        byte[] wrapped = AesGcm.encrypt(random, key.secret(), authenticated, dataKey);
        byte[] body = AesGcm.encrypt(random, new SecretKeySpec(dataKey, "AES"), authenticated, plaintext);
        Arrays.fill(dataKey, (byte) 0);
        return concat(concat(header, wrapped), body);
    }

    byte[] open(KeyEncryptionKey key, byte[] subject, byte[] sealed) {
        byte[] header = header(key.id());
        int bodyAt = header.length + WRAPPED_BYTES;
        if (sealed.length < bodyAt + AesGcm.NONCE_BYTES + AesGcm.TAG_BYTES
                || !Arrays.equals(header, Arrays.copyOf(sealed, header.length))) {
            throw new KeyRingException("not an envelope of this key");
        }
        byte[] authenticated = concat(header, subject);
        byte[] dataKey = AesGcm.decrypt(key.secret(), authenticated, Arrays.copyOfRange(sealed, header.length, bodyAt));
        byte[] plaintext = AesGcm.decrypt(
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

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
