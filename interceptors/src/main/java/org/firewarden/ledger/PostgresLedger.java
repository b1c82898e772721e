package org.firewarden.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditTrail;
import org.firewarden.audit.AuditUnavailableException;
import org.firewarden.ledger.event.EventSealer;
import org.firewarden.ledger.event.SealedEvent;
import org.firewarden.ledger.store.LedgerAppender;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit trail in PostgreSQL with group commit: one writer thread takes what waits, inserts it in one transaction and
 * then lets all of its authors go on; who is alone writes for himself. An author that is let go on has a durable event; an author whose event could not be
 * written gets an exception and must answer nothing.
 */
public final class PostgresLedger implements AuditTrail, AutoCloseable {

    private static final int QUEUE_LENGTH = 10_000;
    private static final int BATCH_LENGTH = 500;
    private static final long WAIT_SECONDS = 10;
    private static final long GATHERING_NANOS = Duration.ofMillis(2).toNanos();

    private static final List<String> CONTENT = List.of("22", "23", "54");

    private static final Logger LOG = LoggerFactory.getLogger(PostgresLedger.class);

    private final EventSealer sealer;
    private final LedgerAppender appender;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(QUEUE_LENGTH);
    private final AtomicInteger onTheWay = new AtomicInteger();
    private final ReentrantLock turn = new ReentrantLock();
    private final Thread writer;
    private volatile boolean isClosed;
    private volatile boolean isWriting = true;

    /** Starts the writer. */
    public PostgresLedger(EventSealer sealer, LedgerAppender appender) {
        this.sealer = sealer;
        this.appender = appender;
        this.writer = new Thread(this::write, "ledger-writer");
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public void append(AuditEntry entry) {
        appendAll(List.of(entry));
    }

    /** One transaction holds all events of a request. */
    @Override
    public void appendAll(List<AuditEntry> entries) {
        Waiting waiting = new Waiting(sealOnTheWay(entries), new CompletableFuture<>());
        try {
            if (!commitAlone(waiting)) {
                enqueue(waiting);
            }
            waiting.durable().get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AuditUnavailableException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuditUnavailableException(e);
        }
    }

    /**
     * Commits in the author's own thread while nobody else has events: handing them over would take longer than it helps. Once the
     * database has failed, authors wait for the writer, which takes them no longer than it should.
     */
    private boolean commitAlone(Waiting waiting) {
        if (isClosed || !isWriting || onTheWay.get() > 0 || !queue.isEmpty() || !turn.tryLock()) {
            return false;
        }
        try {
            commit(List.of(waiting));
            return true;
        } finally {
            turn.unlock();
        }
    }

    private void enqueue(Waiting waiting) throws InterruptedException {
        if (isClosed || !queue.offer(waiting, WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AuditUnavailableException(new IllegalStateException("the ledger takes no more events"));
        }
    }

    /** Who is in the queue is no more on the way: the writer would wait for an author whose events it has already. */
    private List<SealedEvent> sealOnTheWay(List<AuditEntry> entries) {
        onTheWay.incrementAndGet();
        try {
            return seal(entries);
        } finally {
            onTheWay.decrementAndGet();
        }
    }

    /** Whether the last batch was written, for health and metrics. */
    public boolean isWriting() {
        return isWriting;
    }

    /** In the author's thread, so that many are sealed at once. */
    private List<SealedEvent> seal(List<AuditEntry> entries) {
        try {
            return sealer.sealAll(entries);
        } catch (RuntimeException e) {
            throw new AuditUnavailableException(e);
        }
    }

    /** Takes no more events, writes what waits and stops the writer. */
    @Override
    public void close() {
        isClosed = true;
        writer.interrupt();
        try {
            writer.join(TimeUnit.SECONDS.toMillis(WAIT_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        List<Waiting> batch = new ArrayList<>(BATCH_LENGTH);
        while (!isClosed || !queue.isEmpty()) {
            batch.clear();
            try {
                Waiting first = isClosed ? queue.poll() : queue.take();
                if (first == null) {
                    return;
                }
                batch.add(first);
            } catch (InterruptedException e) {
                // close() wakes the writer up; the loop goes on until the queue is empty.
                continue;
            }
            turn.lock();
            try {
                gather(batch);
                commit(batch);
            } finally {
                turn.unlock();
            }
        }
    }

    /**
     * Takes what waits, and for a moment what is on the way: authors whom one commit let go on come back together, and a commit
     * for the first of them alone would make the others wait for the next. Who comes alone waits for nobody.
     */
    private void gather(List<Waiting> batch) {
        long until = System.nanoTime() + GATHERING_NANOS;
        queue.drainTo(batch, BATCH_LENGTH - batch.size());
        try {
            while (onTheWay.get() > 0 && batch.size() < BATCH_LENGTH && !isClosed) {
                Waiting next = queue.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    return;
                }
                batch.add(next);
                queue.drainTo(batch, BATCH_LENGTH - batch.size());
            }
        } catch (InterruptedException e) {
            // close() wakes the writer up; what it has taken is written.
            return;
        }
    }

    private void commit(List<Waiting> batch) {
        try {
            appender.append(
                    batch.stream().flatMap(waiting -> waiting.events().stream()).toList());
            isWriting = true;
            batch.forEach(waiting -> waiting.durable().complete(null));
        } catch (Throwable e) {
            if (batch.size() > 1 && isAboutContent(e)) {
                // What one author brought must not cost the others their answers. Whatever was written after all has
                // its id there already and is not written twice.
                batch.forEach(one -> commit(List.of(one)));
                // It can be written if anybody's events were, whoever came last.
                isWriting = batch.stream().anyMatch(one -> !one.durable().isCompletedExceptionally());
                return;
            }
            isWriting = false;
            // Each author of the batch learns of it and answers 503; the writer itself must go on with the next batch.
            LOG.error(
                    "The ledger could not write the events of {} requests: {}",
                    batch.size(),
                    e.getClass().getName());
            batch.forEach(waiting -> waiting.durable().completeExceptionally(e));
        }
    }

    /** Whether the database works and refuses what it was given: a value, a constraint, a length (SQL:2023, classes 22, 23; 54). */
    private static boolean isAboutContent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return CONTENT.stream().anyMatch(sql.getSQLState()::startsWith);
            }
        }
        return false;
    }

    private record Waiting(List<SealedEvent> events, CompletableFuture<@Nullable Void> durable) {}
}
