package org.firewarden.gate.label;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hl7.fhir.r4.model.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Labels what is stored when the tables have changed: all versions page by page, each page a transaction that also notes how
 * far it came, so that a job that was cut off goes on where it was. The noted place is locked while a page is worked on, so
 * of several nodes one works at a time and any can take over. Makes no new versions.
 */
public final class Relabelling implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Relabelling.class);

    private static final int PAGE = 200;
    private static final int TRIES = 5;
    private static final int PAGES_BETWEEN_REPORTS = 50;

    private final SensitivityTable table;
    private final ResourceLabeller labeller;
    private final LabelPropagation propagation;
    private final StoredVersions versions;
    private final RelabellingState state;
    private final TransactionOperations transactions;
    private final Duration pause;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * A job that has not begun.
     *
     * @param transactions which all stores join
     * @param pause between tries, and between looks at another node's progress
     */
    public Relabelling(
            SensitivityTable table,
            LabelPropagation propagation,
            StoredVersions versions,
            RelabellingState state,
            TransactionOperations transactions,
            Duration pause) {
        this.table = table;
        this.labeller = new ResourceLabeller(table);
        this.propagation = propagation;
        this.versions = versions;
        this.state = state;
        this.transactions = transactions;
        this.pause = pause;
    }

    private enum Step {
        DONE,
        WORKED,
        ANOTHER_WORKS
    }

    /** Works until everything is labelled by the tables in use, by whichever node, or {@link #stop} is called. */
    @Override
    public void run() {
        int failures = 0;
        for (int page = 1; !isStopped(); page++) {
            Step step;
            try {
                step = Optional.ofNullable(transactions.execute(status -> step()))
                        .orElse(Step.ANOTHER_WORKS);
                failures = 0;
            } catch (RuntimeException e) {
                // A write of the same resource came between; the page is done again, and progress() shows what is
                // missing.
                failures++;
                LOG.warn(
                        "Labelling of stored resources failed, try {}: {}",
                        failures,
                        e.getClass().getName());
                if (failures == TRIES) {
                    LOG.error("Labelling of stored resources has stopped; the next start goes on with it");
                    return;
                }
                step = Step.ANOTHER_WORKS;
            }
            if (step == Step.DONE) {
                return;
            }
            if (step == Step.ANOTHER_WORKS) {
                waitAWhile();
            } else if (page % PAGES_BETWEEN_REPORTS == 0) {
                RelabellingProgress progress = progress();
                LOG.info(
                        "Labelling stored resources: {} versions seen, {} resources raised",
                        progress.seen(),
                        progress.raised());
            }
        }
    }

    /** Ends the job after the page in progress. */
    public void stop() {
        stopped.countDown();
    }

    /** How far it is, seen from any node. */
    public RelabellingProgress progress() {
        RelabellingState.Row row = state.read();
        return new RelabellingProgress(row.isDone(table.hash()), row.seen(), row.raised());
    }

    private Step step() {
        Optional<RelabellingState.Row> locked = state.lock();
        if (locked.isEmpty()) {
            return Step.ANOTHER_WORKS;
        }
        if (locked.get().isDone(table.hash())) {
            return Step.DONE;
        }
        RelabellingState.Row row = locked.get().begin(table.hash());
        StoredVersions.Page page = versions.after(row.cursor(), PAGE);
        int raised = propagation.settle(items(page)).size();
        RelabellingState.Row advanced = row.advance(page, raised);
        state.write(advanced);
        if (advanced.isDone(table.hash())) {
            LOG.info(
                    "All stored resources carry the labels of the tables in use: {} versions seen, {} resources raised",
                    advanced.seen(),
                    advanced.raised());
            return Step.DONE;
        }
        return Step.WORKED;
    }

    private Collection<LabelPropagation.Item> items(StoredVersions.Page page) {
        Map<String, LabelPropagation.Item> items = new LinkedHashMap<>();
        for (Resource resource : page.resources()) {
            LabelPropagation.Item item = LabelPropagation.Item.of(resource, labeller.scan(resource));
            if (item.takesPart()) {
                items.merge(item.reference(), item, LabelPropagation.Item::with);
            }
        }
        return items.values();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void waitAWhile() {
        try {
            if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("Labelling of stored resources ends with the server");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
    }
}
