package org.firewarden.deid.engine.dataset;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Works on chunks by many threads and takes the results in the order of the chunks. Holds no more chunks at a time than it
 * is allowed to.
 *
 * @param <T> what comes of a chunk
 */
final class Pipeline<T> implements ChunkSink {

    /** Takes a result; called from the thread that reads. */
    interface Taker<T> {
        void take(T result) throws IOException;
    }

    private final ExecutorService executor;
    private final int inFlight;
    private final Function<Chunk, T> work;
    private final Taker<T> taker;
    private final Deque<Future<T>> futures = new ArrayDeque<>();

    Pipeline(ExecutorService executor, int inFlight, Function<Chunk, T> work, Taker<T> taker) {
        this.executor = executor;
        this.inFlight = inFlight;
        this.work = work;
        this.taker = taker;
    }

    @Override
    public void accept(Chunk chunk) throws IOException {
        while (futures.size() >= inFlight) {
            takeNext();
        }
        futures.add(executor.submit(() -> work.apply(chunk)));
    }

    /** Takes what is still at work. */
    void finish() throws IOException {
        while (!futures.isEmpty()) {
            takeNext();
        }
    }

    private void takeNext() throws IOException {
        try {
            taker.take(futures.remove().get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the run was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a chunk failed", e.getCause());
        }
    }
}
