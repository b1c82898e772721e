package org.firewarden.deid.engine.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vault in files: the contract, and what happens to its files. */
final class FileVaultTest extends TokenVaultContract {

    private final SecureRandom random = new SecureRandom();

    @TempDir
    Path folder = Path.of("");

    private Path vaultFolder = Path.of("");

    @BeforeEach
    void chooseFolder() {
        vaultFolder = folder.resolve("vault");
    }

    private KeyRing keysIn(Path place) {
        return KeyRing.open(KeyRingSettings.createdIn(place), random, Clock.systemUTC());
    }

    @Override
    protected TokenVault open() {
        return TokenVault.open(vaultFolder, keysIn(folder.resolve("keys")), random);
    }

    @Test
    void anotherVaultGivesOtherTokens() {
        try (TokenVault vault = open();
                TokenVault other = TokenVault.open(folder.resolve("other"), keysIn(folder.resolve("keys")), random)) {
            assertThat(vault.token("Patient/1")).isNotEqualTo(other.token("Patient/1"));
        }
    }

    @Test
    void theFilesShowNeitherIdentityNorToken() throws Exception {
        try (TokenVault vault = open()) {
            vault.token("Patient/CANARY");
        }
        String log = Files.readString(vaultFolder.resolve("vault.log"), StandardCharsets.ISO_8859_1);
        assertThat(log).doesNotContain("CANARY");
    }

    @Test
    void aTornRecordBehindTheMarkIsCutOff() throws Exception {
        Token first;
        try (TokenVault vault = open()) {
            first = vault.token("Patient/1");
        }
        Path log = vaultFolder.resolve("vault.log");
        long whole = Files.size(log);
        Files.write(log, new byte[] {0, 0, 1, 0, 9, 9, 9}, StandardOpenOption.APPEND);
        try (TokenVault vault = open()) {
            assertThat(vault.token("Patient/1")).isEqualTo(first);
            assertThat(Files.size(log)).isEqualTo(whole);
            vault.token("Patient/2");
        }
        try (TokenVault vault = open()) {
            assertThat(vault.token("Patient/1")).isEqualTo(first);
        }
    }

    @Test
    void damageBeforeTheMarkRefusesTheVault() throws Exception {
        try (TokenVault vault = open()) {
            vault.token("Patient/1");
        }
        Path log = vaultFolder.resolve("vault.log");
        byte[] bytes = Files.readAllBytes(log);
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
        Files.write(log, cut);
        assertThatThrownBy(this::open).isInstanceOf(VaultException.class);
        bytes[bytes.length - 1] ^= 1;
        Files.write(log, bytes);
        assertThatThrownBy(this::open).isInstanceOf(VaultException.class);
        Files.delete(log);
        assertThatThrownBy(this::open).isInstanceOf(VaultException.class);
    }

    @Test
    void otherKeysDoNotOpenIt() {
        try (TokenVault vault = open()) {
            vault.token("Patient/1");
        }
        KeyRing others = keysIn(folder.resolve("other-keys"));
        assertThatThrownBy(() -> TokenVault.open(vaultFolder, others, random)).isInstanceOf(VaultException.class);
    }

    @Test
    void aSecondOpeningIsRefused() {
        try (TokenVault vault = open()) {
            assertThatThrownBy(this::open).isInstanceOf(VaultException.class);
            vault.token("Patient/1");
        }
    }
}
