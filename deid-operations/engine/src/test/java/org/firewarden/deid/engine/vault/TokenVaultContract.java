package org.firewarden.deid.engine.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What each {@link TokenVault} keeps to. */
public abstract class TokenVaultContract {

    /** The vault of this test; opened again it is the same one. */
    protected abstract TokenVault open();

    @Test
    void anIdentityKeepsItsTokenWhenTheVaultIsOpenedAgain() {
        String token;
        try (TokenVault vault = open()) {
            token = vault.token("Patient/1").id();
            assertThat(vault.token("Patient/1").id()).isEqualTo(token).matches("[a-z2-7]{26}");
            assertThat(vault.token("Patient/2").id()).isNotEqualTo(token);
        }
        try (TokenVault vault = open()) {
            assertThat(vault.token("Patient/1").id()).isEqualTo(token);
            assertThat(vault.pending()).isZero();
        }
    }

    @Test
    void manyThreadsAgreeOnTokens() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try (TokenVault vault = open()) {
            List<Callable<List<Token>>> tasks = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                tasks.add(() -> {
                    List<Token> tokens = new ArrayList<>();
                    for (int i = 0; i < 500; i++) {
                        tokens.add(vault.token("Patient/" + i));
                        if (i % 100 == 0) {
                            vault.flush();
                        }
                    }
                    return tokens;
                });
            }
            Set<List<Token>> answers = new HashSet<>();
            for (Future<List<Token>> future : executor.invokeAll(tasks)) {
                answers.add(future.get());
            }
            assertThat(answers).hasSize(1);
            assertThat(new HashSet<>(answers.iterator().next())).hasSize(500);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aTokenLeadsBackToItsIdentity() {
        try (TokenVault vault = open()) {
            Token token = vault.token("Patient/1");
            vault.token("Patient/2");
            vault.flush();

            assertThat(vault.identity(token.id())).contains("Patient/1");
            assertThat(vault.identity("abcdefghijklmnopqrstuvwxyz")).isEmpty();
            assertThat(vault.identity("no token")).isEmpty();
            assertThat(Token.ofId(token.id())).contains(token);
        }
    }

    @Test
    void aDerivedTokenIsKeptLikeAnyOther() {
        Token derived = new Token(1, 2);
        try (TokenVault vault = open()) {
            assertThat(vault.token("Patient/derived", () -> derived)).isEqualTo(derived);
            assertThat(vault.token("Patient/derived", () -> new Token(3, 4))).isEqualTo(derived);
            assertThat(vault.token("Patient/derived")).isEqualTo(derived);
        }
        try (TokenVault vault = open()) {
            assertThat(vault.identity(derived.id())).contains("Patient/derived");
        }
    }
}
