package org.firewarden.deid.engine.vault;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * 128 random bits that stand for an identity. Says nothing of it.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record Token(long high, long low) {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final char[] BASE32 = ALPHABET.toCharArray();
    private static final int CHARACTERS = 26;

    /** As a FHIR id: 26 characters of RFC 4648 base32 in lower case. */
    public String id() {
        char[] text = new char[CHARACTERS];
        long upper = high;
        long lower = low;
        for (int i = CHARACTERS - 1; i >= 0; i--) {
            text[i] = BASE32[(int) (lower & 31)];
            lower = (lower >>> 5) | (upper << 59);
            upper >>>= 5;
        }
        return new String(text);
    }

    /** Reads {@link #id}; empty if it is none. */
    public static Optional<Token> ofId(String id) {
        if (id.length() != CHARACTERS) {
            return Optional.empty();
        }
        long upper = 0;
        long lower = 0;
        for (int i = 0; i < CHARACTERS; i++) {
            int digit = ALPHABET.indexOf(id.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            upper = (upper << 5) | (lower >>> 59);
            lower = (lower << 5) | digit;
        }
        Token token = new Token(upper, lower);
        return token.id().equals(id) ? Optional.of(token) : Optional.empty();
    }

    /** As a DICOM UID or OID: the number of a UUID under {@code 2.25} (ISO/IEC 9834-8). */
    public String oid() {
        return "2.25."
                + new BigInteger(
                        1, ByteBuffer.allocate(16).putLong(high).putLong(low).array());
    }

    /** As the UUID of a {@code urn:uuid}. */
    public String uuid() {
        return new UUID(high, low).toString();
    }
}
