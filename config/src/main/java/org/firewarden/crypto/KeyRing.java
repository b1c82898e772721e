package org.firewarden.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;

/**
 * Seals and opens what Firewarden stores (45 CFR 164.312(a)(2)(iv)). Each key has an id, a purpose and an expiry: the newest
 * key of a purpose that has not expired seals, each key of the purpose opens what it sealed. Safe for many threads.
 */
public final class KeyRing {

    private final List<KeyEncryptionKey> keys;
    private final Envelope envelope;
    private final Clock clock;

    /** Ready to hash, and never used themselves: each hash is made with a copy. */
    private final Map<KeyPurpose, Mac> macs = new ConcurrentHashMap<>();

    KeyRing(List<KeyEncryptionKey> keys, SecureRandom random, Clock clock) {
        this.keys = List.copyOf(keys);
        this.envelope = new Envelope(random);
        this.clock = clock;
    }

    /**
     * Opens the key ring, making it first if the settings allow that.
     *
     * @throws KeyRingException if it is missing, the passphrase is wrong, or it has no key for a purpose
     */
    public static KeyRing open(KeyRingSettings settings, SecureRandom random, Clock clock) {
        return new KeyRing(new KeyRingFile(settings, random, clock).readOrCreate(), random, clock);
    }

    /**
     * Seals a text.
     *
     * @param subject names what the text is of; opening demands the same name
     * @throws KeyRingException if each key of the purpose has expired
     */
    public byte[] seal(KeyPurpose purpose, String subject, byte[] plaintext) {
        return envelope.seal(sealingKey(purpose), subject.getBytes(StandardCharsets.UTF_8), plaintext);
    }

    /**
     * Opens what was sealed for the same purpose and subject.
     *
     * @throws KeyRingException if the key is unknown, or the text was altered or sealed for something else
     */
    public byte[] open(KeyPurpose purpose, String subject, byte[] sealed) {
        String keyId = Envelope.keyId(sealed);
        KeyEncryptionKey key = keys.stream()
                .filter(k -> k.purpose() == purpose && k.id().equals(keyId))
                .findFirst()
                .orElseThrow(() -> new KeyRingException("no key for this envelope"));
        return envelope.open(key, subject.getBytes(StandardCharsets.UTF_8), sealed);
    }

    /**
     * A keyed hash (HMAC-SHA-256, FIPS 198-1) that lets values be found again without being readable. It is always made with
     * the first key of the purpose, whatever its expiry: with another one nothing would be found.
     *
     * @return 32 bytes
     */
    public byte[] mac(KeyPurpose purpose, byte[] content) {
        try {
            return ((Mac) macs.computeIfAbsent(purpose, this::newMac).clone()).doFinal(content);
        } catch (CloneNotSupportedException e) {
            throw new KeyRingException("hashing failed", e);
        }
    }

    private Mac newMac(KeyPurpose purpose) {
        KeyEncryptionKey key = keys.stream()
                .filter(k -> k.purpose() == purpose)
                .min(Comparator.comparingInt(KeyEncryptionKey::version))
                .orElseThrow(() -> new KeyRingException("no key for purpose " + purpose.code()));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key.secret());
            return mac;
        } catch (GeneralSecurityException e) {
            throw new KeyRingException("hashing failed", e);
        }
    }

    private KeyEncryptionKey sealingKey(KeyPurpose purpose) {
        Instant now = clock.instant();
        return keys.stream()
                .filter(k -> k.purpose() == purpose && k.expires().isAfter(now))
                .max(Comparator.comparingInt(KeyEncryptionKey::version))
                .orElseThrow(() -> new KeyRingException("no key in force for purpose " + purpose.code()));
    }
}
