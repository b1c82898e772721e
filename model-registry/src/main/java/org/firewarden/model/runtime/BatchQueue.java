package org.firewarden.model.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls that come while others run wait together and run together. A call that finds a turn free runs at once and alone; one
 * that ends hands its turn to the first that waits, who takes the others along. There is no thread of its own and no timer, so a
 * lone call is never delayed. The queue is bounded. Safe for many threads.
 */
final class BatchQueue {

    /** One call: its rows, and what became of it. */
    static final class Call {

        private final List<double[]> rows;
        private final Thread thread = Thread.currentThread();
        private volatile double @Nullable [][] result;
        private volatile @Nullable RuntimeException failure;
        private volatile @Nullable List<Call> toLead;

        Call(List<double[]> rows) {
            this.rows = rows;
        }

        List<double[]> rows() {
            return rows;
        }

        void answer(double[][] numbers) {
            result = numbers;
            LockSupport.unpark(thread);
        }

        void fail(RuntimeException problem) {
            failure = problem;
            LockSupport.unpark(thread);
        }

        private boolean isDone() {
            return result != null || failure != null;
        }
    }

    private final RuntimeSettings settings;
    private final Consumer<List<Call>> runner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Deque<Call> waiting = new ArrayDeque<>();
    private int running;
    private boolean isClosed;

    /**
     * Begins without calls.
     *
     * @param runner runs a batch and answers or fails each of its calls; does not throw
     */
    BatchQueue(RuntimeSettings settings, Consumer<List<Call>> runner) {
        this.settings = settings;
        this.runner = runner;
    }

    /** Runs rows, alone or with others. */
    double[][] run(List<double[]> rows) {
        Call call = new Call(rows);
        if (hasTurn(call)) {
            lead(List.of(call));
        } else {
            await(call);
        }
        RuntimeException failure = call.failure;
        if (failure != null) {
            throw failure;
        }
        double[][] result = call.result;
        if (result == null) {
            throw new IllegalStateException("a batch ended without an answer");
        }
        return result;
    }

    /** Refuses what waits and what comes, and waits for what runs. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
            waiting.forEach(call -> call.fail(closed()));
            waiting.clear();
            while (running > 0) {
                idle.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many calls wait now. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasTurn(Call call) {
        lock.lock();
        try {
            if (isClosed) {
                throw closed();
            }
            if (running < settings.concurrentRuns()) {
                running++;
                return true;
            }
            if (waiting.size() >= settings.maximumQueue()) {
                throw new OverloadedException("too many calls wait for the model");
            }
            waiting.add(call);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void lead(List<Call> batch) {
        try {
            runner.accept(batch);
        } finally {
            handOver();
        }
    }

    private void handOver() {
        lock.lock();
        try {
            Call next = waiting.poll();
            if (next == null) {
                running--;
                idle.signalAll();
                return;
            }
            List<Call> batch = new ArrayList<>();
            batch.add(next);
            int rows = next.rows.size();
            Iterator<Call> others = waiting.iterator();
            while (others.hasNext()) {
                Call other = others.next();
                if (rows + other.rows.size() > settings.maximumBatch()) {
                    break;
                }
                rows += other.rows.size();
                batch.add(other);
                others.remove();
            }
            next.toLead = batch;
            LockSupport.unpark(next.thread);
        } finally {
            lock.unlock();
        }
    }

    private void await(Call call) {
        long deadline = System.nanoTime() + settings.patience().toNanos();
        boolean wasInterrupted = false;
        while (!call.isDone()) {
            List<Call> batch = call.toLead;
            if (batch != null) {
                call.toLead = null;
                lead(batch);
                continue;
            }
            long rest = deadline - System.nanoTime();
            if ((rest <= 0 || wasInterrupted) && leaves(call)) {
                if (wasInterrupted) {
                    Thread.currentThread().interrupt();
                }
                throw new OverloadedException("too many runs go on at once");
            }
            // Once it is in a batch its turn has come, and the run's own limit bounds it.
            LockSupport.parkNanos(this, rest > 0 ? rest : 1_000_000);
            wasInterrupted |= Thread.interrupted();
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean leaves(Call call) {
        lock.lock();
        try {
            return waiting.remove(call);
        } finally {
            lock.unlock();
        }
    }

    private static InferenceException closed() {
        return new InferenceException("the session is closed", null);
    }
}
