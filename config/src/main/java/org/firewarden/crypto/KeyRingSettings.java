package org.firewarden.crypto;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the key ring lies ({@code firewarden.keys.*}).
 *
 * @param keystore a PKCS#12 file
 * @param passphraseFile a file whose first line is the passphrase of the keystore; on another volume in production
 * @param createIfAbsent whether a missing keystore is made; the demo does so, production refuses to start
 * @param keyLifetime how long a new key may seal; what it sealed stays readable
 */
public record KeyRingSettings(Path keystore, Path passphraseFile, boolean createIfAbsent, Duration keyLifetime) {

    /** Refuses a lifetime that is not positive. */
    public KeyRingSettings {
        if (keyLifetime.isNegative() || keyLifetime.isZero()) {
            throw new IllegalArgumentException("firewarden.keys.key-lifetime must be positive");
        }
    }

    /** A keystore in a folder of its own, made at first use, with keys that last two years. */
    public static KeyRingSettings createdIn(Path folder) {
        return new KeyRingSettings(
                folder.resolve("keys.p12"), folder.resolve("keys.passphrase"), true, Duration.ofDays(730));
    }
}
