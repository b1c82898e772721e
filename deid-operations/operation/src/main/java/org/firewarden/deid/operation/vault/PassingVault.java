package org.firewarden.deid.operation.vault;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.firewarden.deid.engine.vault.Token;
import org.firewarden.deid.engine.vault.TokenVault;

/**
 * The vault of one call, gone with it: the same identity has the same token within the call, and nobody can lead one back. Safe for
 * many threads.
 */
public final class PassingVault implements TokenVault {

    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    @Override
    public Token token(String identity) {
        return token(identity, () -> new Token(random.nextLong(), random.nextLong()));
    }

    @Override
    public Token token(String identity, Supplier<Token> derived) {
        return tokens.computeIfAbsent(identity, absent -> derived.get());
    }

    /** Always empty. */
    @Override
    public Optional<String> identity(String id) {
        return Optional.empty();
    }

    /** Always none: nothing is kept. */
    @Override
    public int pending() {
        return 0;
    }

    @Override
    public void flush() {
        // Nothing is kept.
    }

    @Override
    public void close() {
        tokens.clear();
    }
}
