package org.firewarden.ledger.checkpoint;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.firewarden.ledger.event.LeafContent;
import org.firewarden.ledger.note.Checkpoint;
import org.firewarden.ledger.store.LedgerTree;
import org.firewarden.ledger.store.TreeHead;
import org.firewarden.ledger.tree.Frontier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second whether a checkpoint is due. Before it signs, it reads the events since the last checkpoint again and
 * demands that they lead from that one's root to the head: what was altered in the database is never signed, and is seen within
 * the interval. A witness that fails is tried again with each look and holds up nobody.
 */
public final class CheckpointKeeper implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int WITNESSED_AT_ONCE = 100;

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointKeeper.class);

    private final LedgerTree tree;
    private final CheckpointTable table;
    private final LedgerSigner signer;
    private final LedgerSettings settings;
    private final List<Witness> witnesses;
    private final Clock clock;
    private final Runnable rotation;
    private final Thread thread;
    private Optional<Frontier> verified = Optional.empty();
    private volatile LedgerStatus status;

    /**
     * Keeps checkpoints once it is started.
     *
     * @param rotation lets new signing keys take over when it is time
     */
    public CheckpointKeeper(
            LedgerTree tree,
            CheckpointTable table,
            LedgerSigner signer,
            LedgerSettings settings,
            List<Witness> witnesses,
            Clock clock,
            Runnable rotation) {
        this.tree = tree;
        this.table = table;
        this.signer = signer;
        this.settings = settings;
        this.witnesses = List.copyOf(witnesses);
        this.clock = clock;
        this.rotation = rotation;
        this.status = new LedgerStatus(true, true, 0, 0, Map.of());
        this.thread = new Thread(this::keepLooking, "ledger-checkpoints");
        thread.setDaemon(true);
    }

    /** Begins to look. */
    public void start() {
        thread.start();
    }

    /** How the ledger was at the last look. */
    public LedgerStatus status() {
        return status;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void keepLooking() {
        while (!Thread.currentThread().isInterrupted()) {
            look();
            try {
                TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            } catch (InterruptedException e) {
                // close() ends the loop.
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Signs what is due and hands it to the witnesses. */
    synchronized void look() {
        LedgerStatus before = status;
        try {
            rotation.run();
            signer.refresh();
            sign();
            Map<String, Boolean> taken = new LinkedHashMap<>();
            witnesses.forEach(witness -> taken.put(witness.name(), isWitnessed(witness, before)));
            long signed = table.latest().map(c -> c.checkpoint().size()).orElse(0L);
            status = new LedgerStatus(true, true, tree.head().size(), signed, taken);
        } catch (AlteredLedgerException e) {
            if (before.isIntact()) {
                LOG.error("The ledger was altered: its first {} events do not make up its head", e.size());
            }
            status = new LedgerStatus(false, false, before.size(), before.signedSize(), before.witnesses());
        } catch (Throwable e) {
            // The database may be away, and the thread must go on whatever it was; the next look finds out. The state
            // is shown by health and metrics meanwhile.
            if (before.isSigning()) {
                LOG.error(
                        "Checkpoints of the ledger cannot be kept: {}",
                        e.getClass().getName());
            }
            status = new LedgerStatus(before.isIntact(), false, before.size(), before.signedSize(), before.witnesses());
        }
    }

    private void sign() {
        Optional<CheckpointTable.Stored> last = table.latest();
        Frontier frontier = verifiedUpTo(last);
        Instant now = clock.instant();
        Instant lastSigned = last.map(CheckpointTable.Stored::signed).orElse(Instant.EPOCH);
        boolean isOld = !lastSigned.plus(settings.checkpointInterval()).isAfter(now);
        while (true) {
            long size = tree.head().size();
            boolean isDue = size - frontier.size() >= settings.checkpointEvents() || (isOld && size > frontier.size());
            if (!isDue) {
                return;
            }
            TreeHead head = next(frontier.size());
            frontier = folded(frontier, head);
            Checkpoint checkpoint =
                    new Checkpoint(signer.origin(), head.size(), head.frontier().root());
            table.insert(checkpoint, signer.sign(checkpoint), clock.instant());
            verified = Optional.of(frontier);
        }
    }

    /** The head of the largest batch end within the most events that a checkpoint adds. */
    private TreeHead next(long signed) {
        return tree.headUpTo(signed + settings.checkpointEvents())
                .filter(head -> head.size() > signed)
                .or(() -> tree.headAbove(signed))
                .orElseThrow(() -> new AlteredLedgerException(signed));
    }

    private Frontier verifiedUpTo(Optional<CheckpointTable.Stored> last) {
        if (last.isEmpty()) {
            return verified.map(Frontier::copy).orElseGet(Frontier::empty);
        }
        Checkpoint checkpoint = last.get().checkpoint();
        if (signer.keys().problemOf(last.get().note(), checkpoint).isPresent()) {
            throw new AlteredLedgerException(checkpoint.size());
        }
        TreeHead head = tree.headOf(checkpoint.size()).orElseThrow(() -> new AlteredLedgerException(checkpoint.size()));
        if (!head.frontier().root().equals(checkpoint.root())) {
            throw new AlteredLedgerException(checkpoint.size());
        }
        Frontier known = verified.orElse(head.frontier());
        if (known.size() > checkpoint.size()) {
            // What this node has signed is not there any more.
            throw new AlteredLedgerException(known.size());
        }
        verified = Optional.of(folded(known, head));
        return verified.get().copy();
    }

    /** Goes on from a frontier by the events as they lie in the table, and demands that this leads to the head. */
    private Frontier folded(Frontier from, TreeHead head) {
        Frontier frontier = from.copy();
        if (frontier.size() < head.size()) {
            tree.contents(frontier.size(), head.size(), content -> frontier.append(LeafContent.hash(content)));
        }
        if (frontier.size() != head.size()
                || !frontier.root().equals(head.frontier().root())) {
            throw new AlteredLedgerException(head.size());
        }
        return frontier;
    }

    private boolean isWitnessed(Witness witness, LedgerStatus before) {
        try {
            List<CheckpointTable.Stored> waiting = new ArrayList<>();
            do {
                waiting.clear();
                waiting.addAll(table.notWitnessedBy(witness.name(), WITNESSED_AT_ONCE));
                for (CheckpointTable.Stored stored : waiting) {
                    witness.publish(stored.checkpoint(), stored.note().toString());
                    table.witnessed(witness.name(), stored.checkpoint());
                }
            } while (waiting.size() == WITNESSED_AT_ONCE);
            return true;
        } catch (IOException e) {
            if (before.witnesses().getOrDefault(witness.name(), true)) {
                LOG.warn("A witness of the ledger takes no checkpoint: {}", witness.name());
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The events do not make up the tree that was signed, or is to be. */
    private static final class AlteredLedgerException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final long size;

        AlteredLedgerException(long size) {
            super("the ledger was altered");
            this.size = size;
        }

        long size() {
            return size;
        }
    }
}
