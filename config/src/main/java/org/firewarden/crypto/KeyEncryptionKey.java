package org.firewarden.crypto;

import java.time.Instant;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * An AES-256 key that wraps data keys. Its id, {@code purpose.version.expiry}, is also its alias in the keystore.
 *
 * @param purpose what it is for
 * @param version counts up within the purpose, from 1
 * @param expires until when it may seal
 * @param secret the key
 */
record KeyEncryptionKey(KeyPurpose purpose, int version, Instant expires, SecretKey secret) {

    String id() {
        return purpose.code() + "." + version + "." + expires.getEpochSecond();
    }

    static Optional<KeyEncryptionKey> ofAlias(String alias, SecretKey secret) {
        String[] parts = alias.split("\\.", -1);
        if (parts.length != 3 || !parts[1].matches("\\d{1,9}") || !parts[2].matches("\\d{1,12}")) {
            return Optional.empty();
        }
        return KeyPurpose.ofCode(parts[0])
                .map(purpose -> new KeyEncryptionKey(
                        purpose, Integer.parseInt(parts[1]), Instant.ofEpochSecond(Long.parseLong(parts[2])), secret));
    }

    @Override
    public String toString() {
        return "KeyEncryptionKey[" + id() + "]";
    }
}
