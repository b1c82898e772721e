package org.firewarden.cds.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.firewarden.cds.settings.CdsSettings;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Waits for work no longer than the time budget (CDS Hooks 2.0.1, Performance). Work that takes longer is left to end by
 * itself and its result is dropped, so it must have no effect but its result; what it reads after the request has ended fails,
 * since the request's audit event is written by then. There is no queue: work that cannot begin at once is not begun.
 */
@Component
final class TimeBudget implements DisposableBean {

    private static final long KEEP_ALIVE_SECONDS = 60;

    private final Duration budget;
    private final ThreadPoolExecutor workers;

    TimeBudget(CdsSettings settings) {
        this.budget = settings.answers().timeBudget();
        AtomicInteger number = new AtomicInteger();
        this.workers = new ThreadPoolExecutor(
                0,
                settings.answers().concurrentCalls(),
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> {
                    Thread worker = new Thread(work, "cds-call-" + number.incrementAndGet());
                    worker.setDaemon(true);
                    return worker;
                });
    }

    /** What came of the work. */
    sealed interface Spent<T> {
        /** It ended in time. */
        record Done<T>(T result) implements Spent<T> {}

        /** There is no result. */
        record Without<T>(NoCard reason) implements Spent<T> {}
    }

    /**
     * The result of the work, if it comes in time. An exception of the work is thrown here.
     *
     * @param work is told whether nobody waits for it any more; what it has not begun by then it need not begin
     */
    <T> Spent<T> spend(Function<BooleanSupplier, T> work) {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        long end = System.nanoTime() + budget.toNanos();
        BooleanSupplier isOver = () -> System.nanoTime() - end >= 0;
        CompletableFuture<T> result;
        try {
            result = CompletableFuture.supplyAsync(
                    () -> {
                        RequestContextHolder.setRequestAttributes(request);
                        try {
                            return work.apply(isOver);
                        } finally {
                            RequestContextHolder.resetRequestAttributes();
                        }
                    },
                    workers);
        } catch (RejectedExecutionException e) {
            // Too much is going on; the clinician's work goes on without a card, and the audit trail says why.
            return new Spent.Without<>(NoCard.OVERLOADED);
        }
        try {
            return new Spent.Done<>(result.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            // An answer that comes late disturbs more than none.
            return new Spent.Without<>(NoCard.OUT_OF_TIME);
        } catch (InterruptedException e) {
            // The server shuts down.
            Thread.currentThread().interrupt();
            return new Spent.Without<>(NoCard.OUT_OF_TIME);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new CompletionException(e.getCause());
        }
    }

    @Override
    public void destroy() {
        workers.shutdownNow();
    }
}
