package org.firewarden.server.recommendation;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.firewarden.audit.AuditAction;
import org.firewarden.audit.AuditDraft;
import org.firewarden.audit.AuditTrail;
import org.firewarden.cds.recommendation.Evidence;
import org.firewarden.cds.recommendation.ProjectionQueue;
import org.firewarden.cds.recommendation.RecommendationStore;
import org.firewarden.cds.recommendation.StoredRecommendation;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.phi.Phi;
import org.firewarden.server.record.ChartResources;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes the recommendations that were shown into FHIR, a little later and beside the calls: as RiskAssessment with Provenance,
 * and as a Task where people must confirm that they looked at it. The resources, the audit event and the end of the queue entry
 * are one transaction, so a server that stops in between leaves nothing half done and nothing twice. A recommendation for a
 * patient who is not in this server's record, or of an EHR whose ids are not this server's, cannot stand in it, and is left to
 * the table.
 */
public final class RecommendationProjector implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RecommendationProjector.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int MOST_AT_ONCE = 10;

    private final ProjectionQueue queue;
    private final RecommendationStore store;
    private final RecommendationRecord record;
    private final CdsSettings settings;
    private final ChartResources chart;
    private final TransactionOperations transaction;
    private final AuditTrail trail;
    private final Clock clock;
    private @Nullable ScheduledExecutorService thread;

    RecommendationProjector(
            ProjectionQueue queue,
            RecommendationStore store,
            RecommendationRecord record,
            CdsSettings settings,
            ChartResources chart,
            TransactionOperations transaction,
            AuditTrail trail,
            Clock clock) {
        this.queue = queue;
        this.store = store;
        this.record = record;
        this.settings = settings;
        this.chart = chart;
        this.transaction = transaction;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread daemon = new Thread(work, "recommendation-projector");
                daemon.setDaemon(true);
                return daemon;
            });
            // What fails is logged where it fails, so nobody looks at the future.
            ScheduledFuture<?> unused = started.scheduleWithFixedDelay(
                    this::projectAll, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            thread = started;
        }
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void projectAll() {
        try {
            while (projectSome(MOST_AT_ONCE) == MOST_AT_ONCE
                    && !Thread.currentThread().isInterrupted()) {
                // There may be more.
            }
        } catch (RuntimeException e) {
            // One of them fails, and took the others with it: each is tried by itself now.
            projectOneByOne();
        }
    }

    /** Projects what is due, at most so many, in one transaction. */
    private int projectSome(int most) {
        Integer projected = transaction.execute(status -> {
            List<ProjectionQueue.Waiting> waiting = queue.lock(most);
            waiting.forEach(this::project);
            if (!waiting.isEmpty()) {
                queue.remove(waiting.stream().map(ProjectionQueue.Waiting::card).toList());
            }
            return waiting.size();
        });
        return projected == null ? 0 : projected;
    }

    private void projectOneByOne() {
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            try {
                if (projectSome(1) == 0) {
                    return;
                }
            } catch (RuntimeException e) {
                // It is tried again later, and looked for differently then.
                LOG.warn(
                        "A recommendation could not be written to FHIR yet: {}",
                        e.getClass().getSimpleName());
                postponeNext();
            }
        }
    }

    private void postponeNext() {
        try {
            transaction.executeWithoutResult(status -> queue.lock(1).forEach(queue::postpone));
        } catch (RuntimeException e) {
            // The database is away: what waits is still in the queue when it is back.
            LOG.warn(
                    "The queue of recommendations cannot be reached: {}",
                    e.getClass().getSimpleName());
        }
    }

    private void project(ProjectionQueue.Waiting waiting) {
        UUID card = waiting.card();
        Optional<StoredRecommendation> stored = store.find(card);
        Optional<Phi<Evidence>> evidence = store.evidence(card);
        if (stored.isEmpty() || evidence.isEmpty()) {
            return;
        }
        StoredRecommendation made = stored.get();
        if (!settings.isRecordShared(made.origin().issuer())) {
            LOG.info("A recommendation is for a patient of another record: {}", card);
            return;
        }
        AuditDraft draft = new AuditDraft(made.origin().correlationId(), "localhost");
        draft.interaction(AuditAction.CREATE, "recommendation-projection");
        if (!record.exists("Patient", made.origin().patientId(), draft)) {
            LOG.info("A recommendation is for a patient who is not in this record: {}", card);
            return;
        }
        Evidence known = evidence.get().reveal();
        write(made, known, localReferences(made, known, waiting.attempts(), draft), draft);
        draft.patients(Set.of(made.origin().patientId()));
        draft.entity("RiskAssessment/" + card);
        draft.entity("Provenance/" + card);
        trail.append(draft.toEntry(clock.instant(), 200));
    }

    private void write(StoredRecommendation made, Evidence evidence, LocalReferences local, AuditDraft draft) {
        RecommendedResources resources = new RecommendedResources(made, evidence, local);
        record.write(resources.assessment(), draft);
        record.write(resources.provenance(), draft);
        if (made.reviewers() > 0) {
            record.write(ReviewTasks.of(made, local), draft);
        }
    }

    /** After a failure, inputs are named by their identifiers: what the EHR sent is not always here. */
    private LocalReferences localReferences(
            StoredRecommendation made, Evidence evidence, int attempts, AuditDraft draft) {
        String encounter = made.origin().encounterId();
        return new LocalReferences(
                chart.labelsOf(evidence.inputs()),
                encounter != null && record.isEncounterOf(made.origin().patientId(), encounter, draft)
                        ? encounter
                        : null,
                attempts == 0,
                record.exists("Device", ArtificialAssertion.deviceId(made), draft));
    }
}
