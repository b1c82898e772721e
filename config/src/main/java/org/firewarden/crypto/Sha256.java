package org.firewarden.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4). */
public final class Sha256 {

    private Sha256() {}

    /** The digest: 32 bytes. */
    public static byte[] digest(byte[] content) {
        return newDigest().digest(content);
    }

    /** The digest of one byte and what follows it, without copying them together: 32 bytes. */
    public static byte[] digest(byte first, byte[]... rest) {
        MessageDigest digest = newDigest();
        digest.update(first);
        for (byte[] part : rest) {
            digest.update(part);
        }
        return digest.digest();
    }

    /** The digest in lower-case hexadecimal: 64 characters. */
    public static String hex(byte[] content) {
        return HexFormat.of().formatHex(digest(content));
    }

    /**
     * True if this is the digest of the content. How long that takes does not depend on how much of it fits.
     *
     * @param hex the digest in lower-case hexadecimal
     */
    public static boolean isDigest(String hex, byte[] content) {
        return MessageDigest.isEqual(
                hex.getBytes(StandardCharsets.US_ASCII), hex(content).getBytes(StandardCharsets.US_ASCII));
    }

    /** A digest over what comes bit by bit. For one thread. */
    public static final class Running {

        private final MessageDigest digest = newDigest();

        /** Adds what comes next. */
        public void update(byte[] part) {
            digest.update(part);
        }

        /** Adds a part of an array. */
        public void update(byte[] buffer, int offset, int length) {
            digest.update(buffer, offset, length);
        }

        /** The digest in lower-case hexadecimal: 64 characters. Begins anew. */
        public String hex() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has SHA-256", e);
        }
    }
}
