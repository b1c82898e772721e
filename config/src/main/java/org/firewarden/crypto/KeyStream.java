package org.firewarden.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Random bits out of a key: AES-256 in counter mode (NIST SP 800-38A, 6.5), one stream for each number. Who does not have the
 * key cannot tell the bits from random ones; who has it can make them again. For one thread.
 */
public final class KeyStream {

    private static final int KEY_BYTES = 32;
    private static final int BUFFER_BYTES = 1 << 14;

    private final Cipher cipher;
    private final byte[] zeros = new byte[BUFFER_BYTES];
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    private KeyStream(Cipher cipher) {
        this.cipher = cipher;
        buffer.position(BUFFER_BYTES);
    }

    /**
     * Begins a stream.
     *
     * @param key 32 bytes
     * @param number which of the key's streams; each holds 2^64 blocks, more than anybody reads
     */
    public static KeyStream of(byte[] key, long number) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has 32 bytes");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            byte[] counter = ByteBuffer.allocate(16).putLong(number).putLong(0).array();
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
            return new KeyStream(cipher);
        } catch (GeneralSecurityException e) {
            throw new KeyRingException("making random bits failed", e);
        }
    }

    /** The next 64 bits. */
    public long nextLong() {
        if (buffer.remaining() < Long.BYTES) {
            refill();
        }
        return buffer.getLong();
    }

    private void refill() {
        try {
            cipher.update(zeros, 0, BUFFER_BYTES, buffer.array(), 0);
            buffer.position(0);
        } catch (GeneralSecurityException e) {
            throw new KeyRingException("making random bits failed", e);
        }
    }
}
