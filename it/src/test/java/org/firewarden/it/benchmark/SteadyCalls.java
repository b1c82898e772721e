package org.firewarden.it.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.apache.hc.core5.http.ClassicHttpRequest;

/**
 * Calls at a steady rate: each is sent when it is due, whether earlier ones are answered or not, and its time counts from then, so
 * that a server that stalls cannot make the calls fewer (coordinated omission).
 */
final class SteadyCalls implements AutoCloseable {

    private static final int CONNECTIONS = 64;

    private final LoopbackClient client = new LoopbackClient(CONNECTIONS);
    private final ExecutorService callers = Executors.newFixedThreadPool(CONNECTIONS);

    /**
     * Sends this many calls.
     *
     * @param good whether an answer is one, by its body if its status is 200
     */
    Times send(int count, int perSecond, IntFunction<ClassicHttpRequest> requests, Predicate<String> good)
            throws ExecutionException, InterruptedException {
        long[] nanos = new long[count];
        List<Future<Boolean>> answers = new ArrayList<>(count);
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            int index = i;
            long due = start + i * 1_000_000_000L / perSecond;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            answers.add(callers.submit(() -> {
                boolean isGood = client.call(requests.apply(index), good);
                nanos[index] = System.nanoTime() - due;
                return isGood;
            }));
        }
        int successes = 0;
        for (Future<Boolean> answer : answers) {
            successes += answer.get() ? 1 : 0;
        }
        Arrays.sort(nanos);
        return new Times(nanos, successes);
    }

    @Override
    public void close() throws IOException {
        callers.shutdownNow();
        client.close();
    }

    /** What came of it. */
    static final class Times {

        private final long[] sorted;
        private final int good;

        /** Nanoseconds from when a call was due until it was answered, and how many answers were good. */
        Times(long[] sorted, int good) {
            this.sorted = sorted;
            this.good = good;
        }

        /** How many answers were good. */
        int good() {
            return good;
        }

        /** In milliseconds. */
        double at(double quantile) {
            return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * quantile))] / 1e6;
        }
    }
}
