package org.firewarden.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One-time codes of six digits (HOTP, RFC 4226), with HMAC-SHA-1, the only kind that each authenticator app understands. */
public final class OneTimeCode {

    private static final int MODULUS = 1_000_000;

    private OneTimeCode() {}

    /**
     * The code of a counter.
     *
     * @param secret shared with whoever shows the code, 16 bytes or more (RFC 4226, section 4, R6)
     */
    public static String of(byte[] secret, long counter) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "RAW"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
            int offset = hash[hash.length - 1] & 0x0f;
            int truncated = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%06d", truncated % MODULUS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("each Java platform has HmacSHA1", e);
        }
    }

    /** Compares in a time that does not tell how much is equal. */
    public static boolean areEqual(String expected, String typed) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), typed.getBytes(StandardCharsets.UTF_8));
    }
}
