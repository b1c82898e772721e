package org.firewarden.model.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchQueueTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch firstRuns = new CountDownLatch(1);
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void aLoneCallRunsOnItsOwnThreadAtOnce() {
        List<Thread> ran = new ArrayList<>();
        BatchQueue queue = new BatchQueue(settings(4, 8, 4), batch -> {
            ran.add(Thread.currentThread());
            batch.forEach(call -> call.answer(new double[][] {call.rows().get(0)}));
        });

        assertThat(queue.run(List.of(new double[] {3}))).isEqualTo(new double[][] {{3}});
        assertThat(ran).containsExactly(Thread.currentThread());
    }

    @Test
    void callsThatComeMeanwhileRunTogetherAndGetTheirOwnAnswers() throws Exception {
        BatchQueue queue = blockedQueue(settings(1, 8, 16));
        Future<double[][]> first = call(queue, 0);
        firstRuns.await();
        List<Future<double[][]>> others = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            others.add(call(queue, i));
        }
        awaitWaiting(queue, 12);
        firstMayEnd.countDown();

        assertThat(first.get(10, TimeUnit.SECONDS)[0][0]).isZero();
        for (int i = 1; i <= 12; i++) {
            assertThat(others.get(i - 1).get(10, TimeUnit.SECONDS)[0][0]).isEqualTo(i);
        }
        assertThat(batches).containsExactly(1, 8, 4);
    }

    @Test
    void beyondTheQueueCallsAreRefusedAtOnce() throws Exception {
        BatchQueue queue = blockedQueue(settings(1, 8, 2));
        Future<double[][]> first = call(queue, 0);
        firstRuns.await();
        Future<double[][]> second = call(queue, 1);
        Future<double[][]> third = call(queue, 2);
        awaitWaiting(queue, 2);

        assertThatThrownBy(() -> queue.run(List.of(new double[] {3})))
                .isInstanceOf(OverloadedException.class)
                .hasMessage("too many calls wait for the model");
        firstMayEnd.countDown();
        for (Future<double[][]> call : List.of(first, second, third)) {
            assertThat(call.get(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void whoWaitsTooLongLeavesAndTheOthersGoOn() throws Exception {
        RuntimeSettings impatient =
                new RuntimeSettings(1, Duration.ofMillis(50), 8, 8, Duration.ofSeconds(10), ExecutionProvider.CPU);
        BatchQueue queue = blockedQueue(impatient);
        Future<double[][]> first = call(queue, 0);
        firstRuns.await();

        assertThatThrownBy(() -> queue.run(List.of(new double[] {1})))
                .isInstanceOf(OverloadedException.class)
                .hasMessage("too many runs go on at once");
        firstMayEnd.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(queue.run(List.of(new double[] {2}))[0][0]).isEqualTo(2);
    }

    @Test
    void closingRefusesWhoWaitsAndWaitsForWhatRuns() throws Exception {
        BatchQueue queue = blockedQueue(settings(1, 8, 8));
        Future<double[][]> first = call(queue, 0);
        firstRuns.await();
        Future<double[][]> waiting = call(queue, 1);
        awaitWaiting(queue, 1);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(queue::close, threads);

        assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(InferenceException.class)
                .hasRootCauseMessage("the session is closed");
        assertThat(closing).isNotDone();
        firstMayEnd.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).isNotNull();
        closing.get(10, TimeUnit.SECONDS);
    }

    private Future<double[][]> call(BatchQueue queue, double number) {
        return threads.submit(() -> queue.run(List.of(new double[] {number})));
    }

    /** The first batch waits until it may end. */
    private BatchQueue blockedQueue(RuntimeSettings settings) {
        AtomicInteger runs = new AtomicInteger();
        return new BatchQueue(settings, batch -> {
            batches.add(batch.size());
            if (runs.incrementAndGet() == 1) {
                firstRuns.countDown();
                try {
                    firstMayEnd.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            batch.forEach(call -> call.answer(new double[][] {call.rows().get(0)}));
        });
    }

    private static void awaitWaiting(BatchQueue queue, int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (queue.waiting() < count && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(queue.waiting()).isEqualTo(count);
    }

    private static RuntimeSettings settings(int runs, int batch, int queue) {
        return new RuntimeSettings(
                runs, Duration.ofSeconds(30), batch, queue, Duration.ofSeconds(10), ExecutionProvider.CPU);
    }
}
