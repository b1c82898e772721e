package org.firewarden.deid.engine.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.deid.engine.vault.TokenVault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where vault and keys lie. */
final class VaultOptions {

    @Option(
            names = "--vault",
            paramLabel = "DIR",
            description = "Folder of the pseudonym vault, made at first use. Another vault gives other tokens."
                    + " The keys that open it lie in it too, unless --keys says otherwise.")
    private @Nullable Path vault;

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description =
                    "Folder of the keystore and its passphrase, made with the vault (default: the vault's own folder)."
                            + " For real data give a folder on another volume: who has vault and keys can name the patients.")
    private @Nullable Path keys;

    /** The vault's folder; null if it was not named. */
    @Nullable
    Path vault() {
        return vault;
    }

    /** The folder of the keys; null if neither it nor the vault was named. */
    @Nullable
    Path keys() {
        return keys == null ? vault : keys;
    }

    /** Opens the keys; new ones are made for a new vault only, since they could not open one that is there. */
    KeyRing open(Path vaultFolder, Path keyFolder, SecureRandom random) {
        KeyRingSettings created = KeyRingSettings.createdIn(keyFolder);
        return KeyRing.open(
                new KeyRingSettings(
                        created.keystore(),
                        created.passphraseFile(),
                        !TokenVault.isIn(vaultFolder),
                        created.keyLifetime()),
                random,
                Clock.systemUTC());
    }
}
