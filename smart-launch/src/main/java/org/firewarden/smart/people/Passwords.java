package org.firewarden.smart.people;

import java.util.Map;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** How passwords are kept: Argon2id (RFC 9106). Hashes of other kinds are still understood, so that people can be taken over. */
public final class Passwords {

    private static final String ARGON2 = "argon2@SpringSecurity_v5_8";
    private static final int SHORTEST = 12;
    private static final int LONGEST = 200;

    private Passwords() {}

    /** Hashes with Argon2id and verifies whatever Spring Security knows. */
    public static PasswordEncoder encoder() {
        DelegatingPasswordEncoder encoder = new DelegatingPasswordEncoder(
                ARGON2, Map.of(ARGON2, Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8()));
        PasswordEncoder known = PasswordEncoderFactories.createDelegatingPasswordEncoder();
        encoder.setDefaultPasswordEncoderForMatches(known);
        return encoder;
    }

    /**
     * Refuses a password that is too short to be one (NIST SP 800-63B-4, section 3.1.1).
     *
     * @throws IllegalArgumentException then
     */
    public static String require(String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw new IllegalArgumentException("a password has 12 to 200 characters");
        }
        return password;
    }
}
