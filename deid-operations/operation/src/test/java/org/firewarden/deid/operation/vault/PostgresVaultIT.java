package org.firewarden.deid.operation.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.deid.engine.vault.Token;
import org.firewarden.deid.engine.vault.TokenVault;
import org.firewarden.deid.engine.vault.TokenVaultContract;
import org.firewarden.deid.engine.vault.VaultException;
import org.firewarden.deid.operation.dataset.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The vault in PostgreSQL: the engine's contract, and several nodes. */
class PostgresVaultIT extends TokenVaultContract {

    @TempDir
    Path folder;

    private final JdbcTemplate jdbc = TestDatabase.jdbc();
    private final SecureRandom random = new SecureRandom();

    @BeforeEach
    void empty() {
        jdbc.update("TRUNCATE firewarden_vault.token");
    }

    @Override
    protected TokenVault open() {
        return open(folder);
    }

    private TokenVault open(Path keys) {
        return new PostgresVault(
                jdbc, KeyRing.open(KeyRingSettings.createdIn(keys), random, Clock.systemUTC()), random);
    }

    @Test
    void nodesThatAskAtOnceAgree() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<List<Token>>> nodes = new ArrayList<>();
            for (int n = 0; n < 8; n++) {
                TokenVault vault = open();
                nodes.add(() -> {
                    List<Token> tokens = new ArrayList<>();
                    for (int i = 0; i < 50; i++) {
                        tokens.add(vault.token("Patient/" + i));
                    }
                    return tokens;
                });
            }
            List<List<Token>> answers = new ArrayList<>();
            for (Future<List<Token>> answer : threads.invokeAll(nodes)) {
                answers.add(answer.get());
            }
            assertThat(answers).allMatch(answers.get(0)::equals);
            assertThat(answers.get(0)).doesNotHaveDuplicates();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theTableShowsNobody() {
        try (TokenVault vault = open()) {
            vault.token("Patient/CANARY");
        }
        for (Map<String, Object> row : jdbc.queryForList("SELECT identity, sealed FROM firewarden_vault.token")) {
            row.values()
                    .forEach(value -> assertThat(new String((byte[]) value, StandardCharsets.ISO_8859_1))
                            .doesNotContain("CANARY"));
        }
    }

    @Test
    void otherKeysFindNobody() {
        Token token;
        try (TokenVault vault = open()) {
            token = vault.token("Patient/1");
        }
        try (TokenVault stranger = open(folder.resolve("other"))) {
            assertThatThrownBy(() -> stranger.identity(token.id())).isInstanceOf(VaultException.class);
            assertThat(stranger.token("Patient/1")).isNotEqualTo(token);
        }
    }

    @Test
    void aTokenThatWasGivenToSomebodyElseDoesNotOpen() {
        try (TokenVault vault = open()) {
            Token first = vault.token("Patient/1");
            Token second = vault.token("Patient/2");
            assertThatThrownBy(() -> jdbc.update(
                            "UPDATE firewarden_vault.token SET sealed = '\\x00' WHERE high = ?", first.high()))
                    .isInstanceOf(DataAccessException.class);
            byte[] sealed = jdbc.queryForObject(
                    "DELETE FROM firewarden_vault.token WHERE high = ? RETURNING sealed", byte[].class, second.high());
            jdbc.update("DELETE FROM firewarden_vault.token WHERE high = ?", first.high());
            jdbc.update(
                    "INSERT INTO firewarden_vault.token (identity, high, low, sealed) VALUES ('\\x01', ?, ?, ?)",
                    first.high(),
                    first.low(),
                    sealed);

            assertThatThrownBy(() -> vault.identity(first.id())).isInstanceOf(VaultException.class);
        }
    }
}
