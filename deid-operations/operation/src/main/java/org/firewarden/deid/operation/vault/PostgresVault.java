package org.firewarden.deid.operation.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.firewarden.crypto.KeyPurpose;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.deid.engine.vault.Token;
import org.firewarden.deid.engine.vault.TokenVault;
import org.firewarden.deid.engine.vault.VaultException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The vault that all nodes share: table {@code firewarden_vault.token}. A token is durable before it is handed out, and the first
 * node that asks for an identity decides on its token. Identities are found by a keyed hash and lie sealed. Of the tokens
 * that this node has seen the latest 100,000 stay in memory. Safe for many threads.
 */
public final class PostgresVault implements TokenVault {

    private static final String INDEX = "deid-vault-index\n";
    private static final int MOST_SEEN = 100_000;

    /** By keyed hash: no identity lies in memory in the clear for longer than its call. */
    private final Map<ByteBuffer, Token> seen = Collections.synchronizedMap(new Recent());

    private final JdbcTemplate jdbc;
    private final KeyRing keys;
    private final SecureRandom random;

    /**
     * Opens the vault.
     *
     * @param jdbc whose connections commit each statement
     */
    public PostgresVault(JdbcTemplate jdbc, KeyRing keys, SecureRandom random) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.random = random;
    }

    @Override
    public Token token(String identity) {
        return token(identity, () -> new Token(random.nextLong(), random.nextLong()));
    }

    @Override
    public Token token(String identity, Supplier<Token> derived) {
        try {
            byte[] index = keys.mac(KeyPurpose.VAULT, (INDEX + identity).getBytes(StandardCharsets.UTF_8));
            Token known = seen.get(ByteBuffer.wrap(index));
            if (known != null) {
                return known;
            }
            Token token = storedOrNew(index, identity, derived);
            seen.put(ByteBuffer.wrap(index), token);
            return token;
        } catch (DataAccessException | KeyRingException e) {
            throw new VaultException("the vault cannot be read or written", e);
        }
    }

    private Token storedOrNew(byte[] index, String identity, Supplier<Token> derived) {
        Optional<Token> stored = stored(index);
        if (stored.isPresent()) {
            return stored.get();
        }
        Token made = derived.get();
        byte[] sealed = keys.seal(KeyPurpose.VAULT, subject(made), identity.getBytes(StandardCharsets.UTF_8));
        try {
            jdbc.update(
                    "INSERT INTO firewarden_vault.token (identity, high, low, sealed) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (identity) DO NOTHING",
                    index,
                    made.high(),
                    made.low(),
                    sealed);
        } catch (DuplicateKeyException e) {
            // A random token is nobody's twice; a derived one would be if two identities were the same.
            throw new VaultException("a token stands for somebody else already", e);
        }
        return stored(index).orElseThrow(() -> new VaultException("a token is not there after it was stored"));
    }

    private Optional<Token> stored(byte[] index) {
        List<Token> tokens = jdbc.query(
                "SELECT high, low FROM firewarden_vault.token WHERE identity = ?",
                (row, i) -> new Token(row.getLong("high"), row.getLong("low")),
                index);
        return tokens.stream().findFirst();
    }

    @Override
    public Optional<String> identity(String id) {
        return Token.ofId(id).flatMap(token -> {
            try {
                return jdbc
                        .query(
                                "SELECT sealed FROM firewarden_vault.token WHERE high = ? AND low = ?",
                                (row, i) -> row.getBytes("sealed"),
                                token.high(),
                                token.low())
                        .stream()
                        .findFirst()
                        .map(content -> new String(
                                keys.open(KeyPurpose.VAULT, subject(token), content), StandardCharsets.UTF_8));
            } catch (DataAccessException | KeyRingException e) {
                throw new VaultException("the vault cannot be read", e);
            }
        });
    }

    private static String subject(Token token) {
        return "deid-token/" + token.id();
    }

    /** Always none: a token is stored before it is handed out. */
    @Override
    public int pending() {
        return 0;
    }

    @Override
    public void flush() {
        // Each token is durable already.
    }

    @Override
    public void close() {
        seen.clear();
    }

    /** The latest, least recently used first. */
    private static final class Recent extends LinkedHashMap<ByteBuffer, Token> {

        private static final long serialVersionUID = 1;

        Recent() {
            super(1_024, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Token> eldest) {
            return size() > MOST_SEEN;
        }
    }
}
