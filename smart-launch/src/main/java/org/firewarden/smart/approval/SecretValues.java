package org.firewarden.smart.approval;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.firewarden.crypto.Sha256;

/**
 * Codes, refresh tokens and launch ids: 256 random bits. Since nobody can guess one, a plain digest is enough to keep (RFC 6749,
 * section 10.10).
 */
public final class SecretValues {

    private static final int BYTES = 32;

    private final SecureRandom random;

    /** Made with this source. */
    public SecretValues(SecureRandom random) {
        this.random = random;
    }

    /** A fresh one, of 43 letters, digits, hyphens and underscores. */
    public String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is stored in its place: 32 bytes. */
    public static byte[] digest(String value) {
        return Sha256.digest(value.getBytes(StandardCharsets.UTF_8));
    }
}
