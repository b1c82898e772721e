package org.firewarden.deid.engine.vault;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import org.firewarden.crypto.KeyRing;

/**
 * Random tokens for identities, the same each time within one vault and unlinkable between vaults. A token is not derived from or
 * related to information about the individual (45 CFR 164.514(c)(1)); what maps it back lies sealed under the key ring. Safe for
 * many threads.
 *
 * <p>What was made with tokens may be released only after {@link #flush}: before that a crash could forget them, and the same
 * identity would get another token.
 */
public interface TokenVault extends AutoCloseable {

    /**
     * Opens the vault in a folder of its own, making it if there is none. One process at a time has it.
     *
     * @throws VaultException if it is in use, damaged, or sealed with other keys
     */
    static TokenVault open(Path folder, KeyRing keys, SecureRandom random) {
        return FileVault.open(folder, keys, random);
    }

    /** True if a vault, whole or damaged, lies in a folder. */
    static boolean isIn(Path folder) {
        return VaultLog.isIn(folder);
    }

    /**
     * The token of an identity, made now if it has none.
     *
     * @param identity kind and name, for example {@code Patient/123}
     */
    Token token(String identity);

    /** As above; the token of an identity that has none yet is derived by the caller, and kept like any other. */
    Token token(String identity, Supplier<Token> derived);

    /**
     * The identity that a token stands for; the way back, for {@code $reidentify} alone.
     *
     * @param id as {@link Token#id} writes it
     */
    Optional<String> identity(String id);

    /** How many tokens are not durable yet. */
    int pending();

    /**
     * Makes every token that was handed out so far durable.
     *
     * @throws VaultException if that fails; the vault then refuses all further work
     */
    void flush();

    /** Makes what is pending durable, unless the vault failed, and lets go of what it holds. */
    @Override
    void close();
}
