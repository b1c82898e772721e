package org.firewarden.crypto;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The PKCS#12 keystore that the keys lie in. Keys that exist are never overwritten; where keys may be made, a keystore of an
 * earlier version gets the purposes that it lacks.
 */
final class KeyRingFile {

    private static final int PASSPHRASE_BYTES = 32;
    private static final int KEY_BYTES = 32;

    private final KeyRingSettings settings;
    private final SecureRandom random;
    private final Clock clock;

    KeyRingFile(KeyRingSettings settings, SecureRandom random, Clock clock) {
        this.settings = settings;
        this.random = random;
        this.clock = clock;
    }

    List<KeyEncryptionKey> readOrCreate() {
        try {
            if (!Files.exists(settings.keystore())) {
                if (!settings.createIfAbsent()) {
                    throw new KeyRingException("there is no keystore at " + settings.keystore());
                }
                create();
            }
            return read();
        } catch (IOException | GeneralSecurityException e) {
            throw new KeyRingException("the keystore at " + settings.keystore() + " cannot be opened", e);
        }
    }

    private List<KeyEncryptionKey> read() throws IOException, GeneralSecurityException {
        char[] passphrase = passphrase();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(settings.keystore())) {
            store.load(in, passphrase);
        }
        List<KeyEncryptionKey> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.getKey(alias, passphrase) instanceof SecretKey secret) {
                KeyEncryptionKey.ofAlias(alias, secret).ifPresent(keys::add);
            }
        }
        List<KeyPurpose> missing = Arrays.stream(KeyPurpose.values())
                .filter(purpose -> keys.stream().noneMatch(k -> k.purpose() == purpose))
                .toList();
        if (!missing.isEmpty() && !settings.createIfAbsent()) {
            throw new KeyRingException(
                    "the keystore has no key for purpose " + missing.get(0).code());
        }
        if (!missing.isEmpty()) {
            for (KeyPurpose purpose : missing) {
                keys.add(add(store, purpose, passphrase));
            }
            PrivateFile.replace(settings.keystore(), bytes(store, passphrase));
        }
        return keys;
    }

    private void create() throws IOException, GeneralSecurityException {
        Files.createDirectories(settings.keystore().toAbsolutePath().getParent());
        if (!Files.exists(settings.passphraseFile())) {
            byte[] bytes = new byte[PASSPHRASE_BYTES];
            random.nextBytes(bytes);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            PrivateFile.create(settings.passphraseFile(), text.getBytes(StandardCharsets.US_ASCII));
        }
        char[] passphrase = passphrase();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, passphrase);
        for (KeyPurpose purpose : KeyPurpose.values()) {
            add(store, purpose, passphrase);
        }
        PrivateFile.create(settings.keystore(), bytes(store, passphrase));
    }

    private KeyEncryptionKey add(KeyStore store, KeyPurpose purpose, char[] passphrase) throws KeyStoreException {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        KeyEncryptionKey key = new KeyEncryptionKey(
                purpose, 1, clock.instant().plus(settings.keyLifetime()), new SecretKeySpec(bytes, "AES"));
        store.setEntry(
                key.id(), new KeyStore.SecretKeyEntry(key.secret()), new KeyStore.PasswordProtection(passphrase));
        return key;
    }

    private static byte[] bytes(KeyStore store, char[] passphrase) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, passphrase);
        return out.toByteArray();
    }

    private char[] passphrase() throws IOException {
        Path file = settings.passphraseFile();
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .orElseThrow(() -> new KeyRingException("the passphrase file " + file + " is empty"))
                    .toCharArray();
        }
    }
}
