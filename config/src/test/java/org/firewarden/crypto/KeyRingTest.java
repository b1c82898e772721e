package org.firewarden.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {

    private static final byte[] TEXT = "a text".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path folder;

    private KeyRing ringAt(Instant instant) {
        return KeyRing.open(KeyRingSettings.createdIn(folder), random, Clock.fixed(instant, ZoneOffset.UTC));
    }

    @Test
    void whatWasSealedOpensAfterARestart() {
        byte[] sealed = ringAt(NOW).seal(KeyPurpose.VAULT, "token 1", TEXT);

        assertThat(ringAt(NOW).open(KeyPurpose.VAULT, "token 1", sealed)).isEqualTo(TEXT);
    }

    @Test
    void theSameTextNeverSealsToTheSameBytes() {
        KeyRing ring = ringAt(NOW);

        assertThat(ring.seal(KeyPurpose.VAULT, "s", TEXT)).isNotEqualTo(ring.seal(KeyPurpose.VAULT, "s", TEXT));
    }

    @Test
    void anotherSubjectOrPurposeDoesNotOpen() {
        KeyRing ring = ringAt(NOW);
        byte[] sealed = ring.seal(KeyPurpose.VAULT, "token 1", TEXT);

        assertThatThrownBy(() -> ring.open(KeyPurpose.VAULT, "token 2", sealed)).isInstanceOf(KeyRingException.class);
        assertThatThrownBy(() -> ring.open(KeyPurpose.TOKEN_SIGNING, "token 1", sealed))
                .isInstanceOf(KeyRingException.class);
    }

    @Test
    void eachAlteredByteAndEachCutIsDetected() {
        KeyRing ring = ringAt(NOW);
        byte[] sealed = ring.seal(KeyPurpose.VAULT, "s", TEXT);

        for (int i = 0; i < sealed.length; i++) {
            byte[] altered = sealed.clone();
            altered[i] ^= 1;
            byte[] cut = java.util.Arrays.copyOf(sealed, i);
            assertThatThrownBy(() -> ring.open(KeyPurpose.VAULT, "s", altered)).isInstanceOf(KeyRingException.class);
            assertThatThrownBy(() -> ring.open(KeyPurpose.VAULT, "s", cut)).isInstanceOf(KeyRingException.class);
        }
    }

    @Test
    void anExpiredKeyOpensButDoesNotSeal() {
        byte[] sealed = ringAt(NOW).seal(KeyPurpose.VAULT, "s", TEXT);
        KeyRing later = ringAt(NOW.plus(Duration.ofDays(731)));

        assertThat(later.open(KeyPurpose.VAULT, "s", sealed)).isEqualTo(TEXT);
        assertThatThrownBy(() -> later.seal(KeyPurpose.VAULT, "s", TEXT))
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining("vault");
    }

    @Test
    void aMissingKeystoreIsRefusedUnlessItMayBeMade() {
        KeyRingSettings made = KeyRingSettings.createdIn(folder);
        KeyRingSettings settings =
                new KeyRingSettings(made.keystore(), made.passphraseFile(), false, made.keyLifetime());

        assertThatThrownBy(() -> KeyRing.open(settings, random, Clock.systemUTC()))
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining("keys.p12");
    }

    @Test
    void aWrongPassphraseIsRefused() throws Exception {
        ringAt(NOW);
        Files.writeString(KeyRingSettings.createdIn(folder).passphraseFile(), "another");

        assertThatThrownBy(() -> ringAt(NOW)).isInstanceOf(KeyRingException.class);
    }

    @Test
    void onlyTheOwnerReadsTheKeystore() throws Exception {
        ringAt(NOW);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                        KeyRingSettings.createdIn(folder).keystore())))
                .isEqualTo("rw-------");
    }

    @Test
    void aKeystoreOfAnEarlierVersionGetsThePurposesThatItLacks() throws Exception {
        byte[] sealed = ringAt(NOW).seal(KeyPurpose.VAULT, "s", TEXT);
        removeKeysOf(KeyPurpose.LEDGER_INDEX);

        KeyRing ring = ringAt(NOW);
        assertThat(ring.open(KeyPurpose.VAULT, "s", sealed)).isEqualTo(TEXT);
        assertThat(ring.mac(KeyPurpose.LEDGER_INDEX, TEXT))
                .isEqualTo(ringAt(NOW).mac(KeyPurpose.LEDGER_INDEX, TEXT));
    }

    @Test
    void whereNoKeyMayBeMadeAMissingPurposeEndsTheStart() throws Exception {
        ringAt(NOW);
        removeKeysOf(KeyPurpose.LEDGER_INDEX);
        KeyRingSettings made = KeyRingSettings.createdIn(folder);
        KeyRingSettings settings =
                new KeyRingSettings(made.keystore(), made.passphraseFile(), false, made.keyLifetime());

        assertThatThrownBy(() -> KeyRing.open(settings, random, Clock.systemUTC()))
                .isInstanceOf(KeyRingException.class)
                .hasMessageContaining("ledger-index");
    }

    @Test
    void aKeyedHashDependsOnKeyPurposeAndContent() {
        KeyRing ring = ringAt(NOW);
        byte[] hash = ring.mac(KeyPurpose.LEDGER_INDEX, TEXT);

        assertThat(hash)
                .hasSize(32)
                .isEqualTo(ringAt(NOW.plus(Duration.ofDays(1000))).mac(KeyPurpose.LEDGER_INDEX, TEXT));
        assertThat(ring.mac(KeyPurpose.LEDGER_CONTENT, TEXT)).isNotEqualTo(hash);
        assertThat(ring.mac(KeyPurpose.LEDGER_INDEX, new byte[0])).isNotEqualTo(hash);
        assertThat(KeyRing.open(KeyRingSettings.createdIn(folder.resolve("other")), random, Clock.systemUTC())
                        .mac(KeyPurpose.LEDGER_INDEX, TEXT))
                .isNotEqualTo(hash);
    }

    private void removeKeysOf(KeyPurpose purpose) throws Exception {
        KeyRingSettings settings = KeyRingSettings.createdIn(folder);
        char[] passphrase = Files.readString(settings.passphraseFile()).strip().toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(settings.keystore())) {
            store.load(in, passphrase);
        }
        for (String alias : Collections.list(store.aliases())) {
            if (alias.startsWith(purpose.code() + ".")) {
                store.deleteEntry(alias);
            }
        }
        try (OutputStream out = Files.newOutputStream(settings.keystore())) {
            store.store(out, passphrase);
        }
    }
}
