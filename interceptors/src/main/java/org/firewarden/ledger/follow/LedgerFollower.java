package org.firewarden.ledger.follow;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the events of the ledger to a reader, each at least once and in their order, a bounded number at a time. What a reader
 * cannot take waits in the ledger, where it lies anyway, and takes no memory; it holds up nobody.
 */
public final class LedgerFollower implements AutoCloseable {

    /** A node that gives no sign of life for so long is followed by another. Longer than a reader takes. */
    private static final Duration LEASE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(LedgerFollower.class);

    private final String name;
    private final FollowerTable table;
    private final LedgerReader reader;
    private final Duration interval;
    private final int most;
    private final Clock clock;
    private final UUID node = UUID.randomUUID();
    private final Thread thread;
    private volatile FollowerStatus status = FollowerStatus.UNKNOWN;

    /**
     * Follows once it is started.
     *
     * @param name under which is kept how far it has read; never changes
     * @param interval how often it looks for new events
     * @param most how many events it hands over at once
     */
    public LedgerFollower(
            String name, FollowerTable table, LedgerReader reader, Duration interval, int most, Clock clock) {
        this.name = name;
        this.table = table;
        this.reader = reader;
        this.interval = interval;
        this.most = most;
        this.clock = clock;
        this.thread = new Thread(this::keepLooking, "ledger-follower");
        thread.setDaemon(true);
    }

    /** Begins to look. */
    public void start() {
        thread.start();
    }

    /** Begins to look; who has never looked before, passes over what is there already. */
    public void startFromNow() {
        table.beginNow(name);
        start();
    }

    /** Under which name it is kept how far it has read. */
    public String name() {
        return name;
    }

    /** How it was at the last look. */
    public FollowerStatus status() {
        return status;
    }

    /** Stops; another node may go on at once. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(LEASE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        release();
    }

    private void keepLooking() {
        while (!Thread.currentThread().isInterrupted()) {
            look();
            try {
                TimeUnit.NANOSECONDS.sleep(interval.toNanos());
            } catch (InterruptedException e) {
                // close() ends the loop.
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Hands over what waits. */
    public synchronized void look() {
        boolean wasFailing = status.isFailing();
        try {
            follow();
            status = measured();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // Whatever it was, the events are offered again with the next look, and health and metrics show it
            // meanwhile.
            if (!wasFailing) {
                LOG.warn(
                        "{} takes no events of the ledger: {}",
                        name,
                        e.getClass().getName());
            }
            status = measuredIfPossible().failing();
        }
    }

    private void follow() throws IOException, InterruptedException {
        while (true) {
            Optional<Long> next = table.claim(name, node, LEASE);
            List<LedgerLeaf> events = next.isEmpty() ? List.of() : table.read(next.get(), most);
            if (events.isEmpty()) {
                return;
            }
            long from = next.orElseThrow();
            reader.take(events, () -> table.advance(name, node, from, from + events.size()));
            if (events.size() < most) {
                return;
            }
        }
    }

    private FollowerStatus measured() {
        long next = table.next(name);
        long size = table.size();
        Duration behind = table.read(next, 1).stream()
                .findFirst()
                .map(oldest -> Duration.between(oldest.recorded(), clock.instant()))
                .filter(waited -> !waited.isNegative())
                .orElse(Duration.ZERO);
        return new FollowerStatus(false, next, Math.max(0, size - next), behind);
    }

    private FollowerStatus measuredIfPossible() {
        try {
            return measured();
        } catch (RuntimeException e) {
            // The database may be away; what was known before is shown on.
            return status;
        }
    }

    private void release() {
        try {
            table.release(name, node);
        } catch (RuntimeException e) {
            // The database may have gone before; then the lease runs out.
            LOG.debug("the lease of {} runs out by itself", name);
        }
    }
}
