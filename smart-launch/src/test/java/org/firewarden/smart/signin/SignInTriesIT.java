package org.firewarden.smart.signin;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.firewarden.smart.MovingClock;
import org.firewarden.smart.SignInSettings;
import org.firewarden.smart.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTriesIT {

    private static final SignInTries.Kind PASSWORD = SignInTries.Kind.PASSWORD;

    @TempDir
    private static Path folder;

    private static KeyRing keys;

    private final MovingClock clock = new MovingClock();
    private final String name = "n-" + UUID.randomUUID();
    private final SignInTries tries = node();

    @BeforeAll
    static void open() {
        keys = KeyRing.open(KeyRingSettings.createdIn(folder), new SecureRandom(), new MovingClock());
    }

    private SignInTries node() {
        return new SignInTries(TestDatabase.jdbc(), keys, SignInSettings.DEFAULT, clock);
    }

    @Test
    void tryAfterTryWaitsTwiceAsLongAndNeverLongerThanTheLongest() {
        for (int i = 0; i < 5; i++) {
            assertThat(tries.begin(PASSWORD, name)).as("try %s", i).isTrue();
        }
        for (long seconds : new long[] {30, 60, 120, 240, 480, 900, 900}) {
            clock.pass(Duration.ofSeconds(seconds - 1));
            assertThat(tries.begin(PASSWORD, name)).as("before %s s", seconds).isFalse();
            assertThat(tries.isHeldUp(PASSWORD, name)).isTrue();
            clock.pass(Duration.ofSeconds(1));
            assertThat(tries.begin(PASSWORD, name)).as("after %s s", seconds).isTrue();
        }
    }

    @Test
    void tryAtTheSameMomentOnTwoNodesAreCountedTogether() throws Exception {
        List<SignInTries> nodes = List.of(node(), node());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                SignInTries node = nodes.get(i % 2);
                all.add(() -> node.begin(PASSWORD, name));
            }
            int permitted = 0;
            for (Future<Boolean> one : threads.invokeAll(all)) {
                permitted += one.get() ? 1 : 0;
            }
            assertThat(permitted).isEqualTo(5);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatSucceededAndWhatIsADayOldIsForgotten() {
        fail(5);
        tries.succeeded(PASSWORD, name);
        assertThat(tries.isHeldUp(PASSWORD, name)).isFalse();
        fail(5);
        clock.pass(Duration.ofDays(1).plusSeconds(1));
        fail(4);
        assertThat(tries.isHeldUp(PASSWORD, name)).isFalse();
        clock.pass(Duration.ofDays(2));
        tries.sweep();
        fail(4);
        assertThat(tries.isHeldUp(PASSWORD, name)).isFalse();
    }

    @Test
    void passwordsAndSecondFactorsAndNamesAreCountedApart() {
        fail(5);

        assertThat(tries.isHeldUp(PASSWORD, name)).isTrue();
        assertThat(tries.begin(SignInTries.Kind.SECOND_FACTOR, name)).isTrue();
        assertThat(tries.begin(PASSWORD, name + "x")).isTrue();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(tries.begin(PASSWORD, name)).isTrue();
        }
    }
}
