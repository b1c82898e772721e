package org.firewarden.smart.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingException;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.smart.MovingClock;
import org.firewarden.smart.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** Signing keys over their life: made, followed, forgotten; the same on two nodes. */
class SigningKeysIT {

    private static final Duration ROTATION = Duration.ofDays(90);

    @TempDir
    Path folder;

    private final JdbcTemplate jdbc = TestDatabase.jdbc();
    private final MovingClock clock = new MovingClock();
    private List<Map<String, Object>> before = List.of();

    /** The keys of the running server are put aside and back, since all tests share one database. */
    @BeforeEach
    void putAside() {
        before = jdbc.queryForList("SELECT kid, sealed, created, signs_from FROM firewarden.smart_signing_key");
        jdbc.update("DELETE FROM firewarden.smart_signing_key");
    }

    @AfterEach
    void putBack() {
        jdbc.update("DELETE FROM firewarden.smart_signing_key");
        before.forEach(row -> jdbc.update(
                "INSERT INTO firewarden.smart_signing_key (kid, sealed, created, signs_from) VALUES (?, ?, ?, ?)",
                row.get("kid"),
                row.get("sealed"),
                row.get("created"),
                row.get("signs_from")));
    }

    @Test
    void twoNodesAndARestartSignWithTheSameKey() {
        RSAKey first = node("ring").current();

        assertThat(node("ring").current().toJSONString()).isEqualTo(first.toJSONString());
        assertThat(first.isPrivate()).isTrue();
    }

    @Test
    void theDatabaseDoesNotShowThemAndAnotherKeyRingCannotOpenThem() {
        node("ring").current();

        byte[] sealed = jdbc.queryForObject("SELECT sealed FROM firewarden.smart_signing_key", byte[].class);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1))
                .doesNotContain("RSA")
                .doesNotContain("\"d\"");
        assertThatThrownBy(() -> node("another").current()).isInstanceOf(KeyRingException.class);
    }

    @Test
    void aSuccessorIsPublishedADayBeforeItSignsAndTheOldKeyADayAfter() {
        SigningKeys keys = node("ring");
        String old = keys.current().getKeyID();
        assertThat(ids(keys)).containsExactly(old);

        clock.pass(ROTATION.plusHours(1));
        assertThat(keys.current().getKeyID()).isEqualTo(old);
        assertThat(ids(keys)).hasSize(2).contains(old);
        clock.pass(Duration.ofHours(25));
        String successor = keys.current().getKeyID();
        assertThat(successor).isNotEqualTo(old);
        assertThat(ids(keys)).contains(old, successor);
        clock.pass(Duration.ofHours(25));
        assertThat(ids(keys)).containsExactly(successor);
    }

    @Test
    void twoNodesMakeOneSuccessor() {
        SigningKeys here = node("ring");
        SigningKeys there = node("ring");
        here.current();
        there.current();
        clock.pass(ROTATION.plusHours(1));

        here.current();
        there.current();

        assertThat(jdbc.queryForObject("SELECT count(*) FROM firewarden.smart_signing_key", Integer.class))
                .isEqualTo(2);
    }

    @Test
    void aKeyCanBeFollowedAtOnce() {
        SigningKeys keys = node("ring");
        String old = keys.current().getKeyID();

        clock.pass(Duration.ofMinutes(1));
        keys.rotate(Duration.ZERO);

        assertThat(keys.current().getKeyID()).isNotEqualTo(old);
        assertThat(ids(keys)).contains(old);
    }

    private SigningKeys node(String ring) {
        KeyRing keyRing = KeyRing.open(KeyRingSettings.createdIn(folder.resolve(ring)), new SecureRandom(), clock);
        return new SigningKeys(new StoredSigningKeys(jdbc, keyRing), ROTATION, clock);
    }

    private static List<String> ids(SigningKeys keys) {
        return keys.published().getKeys().stream().map(JWK::getKeyID).toList();
    }
}
