package org.firewarden.model.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.firewarden.crypto.Sha256;
import org.junit.jupiter.api.Test;

class InferenceSessionTest {

    private static final RuntimeSettings SETTINGS = new RuntimeSettings(2, Duration.ofSeconds(30));
    private static final double[] ONE = {1};

    @Test
    void bytesWithAnotherDigestAreNeverLoaded() {
        byte[] content = "model".getBytes(StandardCharsets.UTF_8);
        String digest = Sha256.hex(content);
        content[0]++;

        assertThatThrownBy(() -> ModelArtifact.verified(content, digest)).isInstanceOf(InferenceException.class);
    }

    @Test
    void whatIsNoModelIsRefused() {
        ModelArtifact artifact = Graphs.artifact("not a model".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> InferenceSession.open(artifact, SETTINGS, ONE))
                .isInstanceOf(InferenceException.class)
                .hasMessage("the artifact cannot be loaded");
    }

    @Test
    void aResultThatIsNoNumberIsRefused() {
        try (InferenceSession session = InferenceSession.open(Graphs.unary("Log"), SETTINGS, ONE)) {
            assertThat(session.run(new double[][] {{Math.E}})[0][0]).isEqualTo(1);
            assertThatThrownBy(() -> session.run(new double[][] {{-1}})).isInstanceOf(InferenceException.class);
            assertThatThrownBy(() -> session.run(new double[][] {{0}})).isInstanceOf(InferenceException.class);
        }
    }

    @Test
    void anExampleWithoutAnAnswerKeepsTheModelFromOpening() {
        assertThatThrownBy(() -> InferenceSession.open(Graphs.unary("Log"), SETTINGS, new double[] {-1}))
                .isInstanceOf(InferenceException.class);
    }

    @Test
    void aRowOfAnotherLengthIsRefused() {
        try (InferenceSession session = InferenceSession.open(Graphs.unary("Exp"), SETTINGS, ONE)) {
            assertThatThrownBy(() -> session.run(new double[][] {{1, 2}})).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aClosedSessionRefusesAndClosesOnce() {
        InferenceSession session = InferenceSession.open(Graphs.unary("Exp"), SETTINGS, ONE);
        session.close();
        session.close();

        assertThatThrownBy(() -> session.run(new double[][] {{1}}))
                .isInstanceOf(InferenceException.class)
                .hasMessage("the session is closed");
    }

    @Test
    void manyThreadsGetTheirOwnAnswers() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CountDownLatch begin = new CountDownLatch(1);
        try (InferenceSession session = InferenceSession.open(Graphs.unary("Exp"), SETTINGS, ONE)) {
            List<Future<Boolean>> answers = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(() -> {
                        begin.await();
                        double x = i / 100.0;
                        return Math.abs(session.run(new double[][] {{x}})[0][0] - Math.exp(x)) < 1e-12;
                    }))
                    .toList();
            begin.countDown();
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aPoolSharesASessionAndClosesIt() {
        InferenceSession session;
        try (SessionPool pool = new SessionPool(SETTINGS)) {
            session = pool.session(Graphs.unary("Exp"), ONE);
            assertThat(pool.session(Graphs.unary("Exp"), ONE)).isSameAs(session);
            assertThat(pool.session(Graphs.unary("Log"), ONE)).isNotSameAs(session);
        }
        assertThatThrownBy(() -> session.run(new double[][] {{1}})).isInstanceOf(InferenceException.class);
    }
}
