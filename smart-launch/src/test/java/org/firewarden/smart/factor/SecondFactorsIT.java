package org.firewarden.smart.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.firewarden.crypto.KeyRing;
import org.firewarden.crypto.KeyRingSettings;
import org.firewarden.crypto.OneTimeCode;
import org.firewarden.smart.MovingClock;
import org.firewarden.smart.TestDatabase;
import org.firewarden.smart.factor.SecondFactors.Verdict;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class SecondFactorsIT {

    @TempDir
    private static Path folder;

    private static KeyRing keys;

    private final MovingClock clock = new MovingClock();
    private final JdbcTemplate jdbc = TestDatabase.jdbc();
    private final String person = "p-" + UUID.randomUUID();
    private final SecondFactors factors = node();

    @BeforeAll
    static void open() {
        keys = KeyRing.open(KeyRingSettings.createdIn(folder), new SecureRandom(), new MovingClock());
    }

    private SecondFactors node() {
        return new SecondFactors(jdbc, keys, new SecureRandom(), clock);
    }

    @Test
    void aCodeIsGoodOnceAndSoIsEachOneBeforeIt() {
        byte[] secret = setUp().bytes();
        assertThat(factors.judge(person, code(secret))).as("confirmed with").isEqualTo(Verdict.REFUSED);
        clock.pass(Duration.ofSeconds(60));
        String before = OneTimeCode.of(secret, step() - 1);

        assertThat(factors.judge(person, code(secret))).isEqualTo(Verdict.CODE);
        assertThat(factors.judge(person, code(secret))).isEqualTo(Verdict.REFUSED);
        assertThat(factors.judge(person, before)).isEqualTo(Verdict.REFUSED);
        clock.pass(Duration.ofSeconds(30));
        assertThat(factors.judge(
                        person,
                        " " + code(secret).substring(0, 3) + " " + code(secret).substring(3)))
                .isEqualTo(Verdict.CODE);
    }

    @Test
    void ofTheSameCodeAtTheSameMomentOnTwoNodesOneIsGood() throws Exception {
        byte[] secret = setUp().bytes();
        clock.pass(Duration.ofSeconds(30));
        List<SecondFactors> nodes = List.of(node(), node());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Verdict>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                SecondFactors node = nodes.get(i % 2);
                all.add(() -> node.judge(person, code(secret)));
            }
            int good = 0;
            for (Future<Verdict> one : threads.invokeAll(all)) {
                good += one.get() == Verdict.CODE ? 1 : 0;
            }
            assertThat(good).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aRecoveryCodeIsGoodOnceHoweverItIsTypedAndForItsOwnerOnly() {
        byte[] secret = factors.begin(person).bytes();
        List<String> codes = factors.confirm(person, code(secret)).orElseThrow();
        assertThat(codes)
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("([a-z2-7]{4}-){3}[a-z2-7]{4}"));
        String other = "o-" + UUID.randomUUID();
        factors.confirm(other, code(factors.begin(other).bytes()));

        assertThat(factors.judge(other, codes.get(0))).isEqualTo(Verdict.REFUSED);
        assertThat(factors.judge(
                        person, codes.get(0).toUpperCase(java.util.Locale.ROOT).replace("-", " ")))
                .isEqualTo(Verdict.RECOVERY_CODE);
        assertThat(factors.judge(person, codes.get(0))).isEqualTo(Verdict.REFUSED);
        assertThat(factors.recoveryCodesLeft(person)).isEqualTo(9);
        factors.renewRecoveryCodes(person);
        assertThat(factors.judge(person, codes.get(1))).isEqualTo(Verdict.REFUSED);
        assertThat(factors.recoveryCodesLeft(person)).isEqualTo(10);
    }

    @Test
    void whatIsSetUpIsInForceOnlyAfterACodeOfItAndWithinTenMinutes() {
        byte[] first = setUp().bytes();
        byte[] second = factors.begin(person).bytes();
        assertThat(factors.confirm(person, "000000")).isEmpty();
        clock.pass(Duration.ofSeconds(30));
        assertThat(factors.judge(person, code(first))).isEqualTo(Verdict.CODE);
        clock.pass(Duration.ofMinutes(10));
        assertThat(factors.confirm(person, code(second))).isEmpty();

        byte[] third = factors.begin(person).bytes();
        assertThat(factors.confirm(person, code(third))).isPresent();
        clock.pass(Duration.ofSeconds(30));
        assertThat(factors.judge(person, code(first))).isEqualTo(Verdict.REFUSED);
        assertThat(factors.judge(person, code(third))).isEqualTo(Verdict.CODE);
    }

    @Test
    void whoHasNoneOrLostItIsRefused() {
        assertThat(factors.has(person)).isFalse();
        assertThat(factors.judge(person, "123456")).isEqualTo(Verdict.REFUSED);
        byte[] secret = setUp().bytes();
        assertThat(factors.has(person)).isTrue();

        assertThat(factors.remove(person)).isTrue();

        clock.pass(Duration.ofSeconds(30));
        assertThat(factors.has(person)).isFalse();
        assertThat(factors.judge(person, code(secret))).isEqualTo(Verdict.REFUSED);
        assertThat(factors.recoveryCodesLeft(person)).isZero();
        assertThat(factors.remove(person)).isFalse();
    }

    @Test
    void theSecretLiesSealedForItsOwner() {
        byte[] secret = setUp().bytes();
        byte[] sealed = jdbc.queryForObject(
                "SELECT sealed FROM firewarden.smart_second_factor WHERE person = ?", byte[].class, person);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(secret, StandardCharsets.ISO_8859_1));
        String thief = "t-" + UUID.randomUUID();
        jdbc.update(
                "INSERT INTO firewarden.smart_second_factor (person, sealed, confirmed) VALUES (?, ?, now())",
                thief,
                sealed);
        clock.pass(Duration.ofSeconds(30));

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> factors.judge(thief, code(secret))))
                .isInstanceOf(org.firewarden.crypto.KeyRingException.class);
    }

    private SharedSecret setUp() {
        SharedSecret secret = factors.begin(person);
        assertThat(factors.confirm(person, code(secret.bytes()))).isPresent();
        return secret;
    }

    private long step() {
        return clock.instant().getEpochSecond() / 30;
    }

    private String code(byte[] secret) {
        return OneTimeCode.of(secret, step());
    }
}
