package org.firewarden.smart.factor;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Codes for somebody who has lost the authenticator app: ten of 80 random bits, shown once, kept as keyed hashes, each good once (NIST
 * SP 800-63B-4, section 3.1.2).
 */
final class RecoveryCodes {

    private static final int NUMBER = 10;
    private static final int BYTES = 10;

    private final JdbcTemplate jdbc;
    private final KeyRing keys;
    private final SecureRandom random;

    RecoveryCodes(JdbcTemplate jdbc, KeyRing keys, SecureRandom random) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.random = random;
    }

    /** New ones in place of those before. */
    List<String> renew(String person) {
        drop(person);
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < NUMBER; i++) {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            String code = Base32.encode(bytes).toLowerCase(Locale.ROOT);
            jdbc.update(
                    "INSERT INTO firewarden.smart_recovery_code (digest, person) VALUES (?, ?)",
                    digest(person, code),
                    person);
            codes.add(code.replaceAll("(.{4})(?!$)", "$1-"));
        }
        return codes;
    }

    /** True for one of them that was not used before, which it is now. */
    boolean use(String person, String typed) {
        String code = typed.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
        return jdbc.update(
                        "DELETE FROM firewarden.smart_recovery_code WHERE digest = ? AND person = ?",
                        digest(person, code),
                        person)
                == 1;
    }

    int left(String person) {
        Integer left = jdbc.queryForObject(
                "SELECT count(*) FROM firewarden.smart_recovery_code WHERE person = ?", Integer.class, person);
        return left == null ? 0 : left;
    }

    void drop(String person) {
        jdbc.update("DELETE FROM firewarden.smart_recovery_code WHERE person = ?", person);
    }

    private byte[] digest(String person, String code) {
        return keys.mac(
                KeyPurpose.SIGN_IN_INDEX,
                ("recovery:" + person.length() + ":" + person + ":" + code).getBytes(StandardCharsets.UTF_8));
    }
}
