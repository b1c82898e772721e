package org.firewarden.deid.operation.dataset;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditTrail;
import org.firewarden.dataset.DataSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Destroys data sets whose time is over, on each node, once an hour; each leaves a certificate and an event. */
public final class DataSetExpiry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataSetExpiry.class);

    /** No job lives longer, so what is older is nobody's work any more. */
    private static final Duration OLDEST_DRAFT = Duration.ofDays(8);

    private final DataSetRegistry registry;
    private final AuditTrail trail;
    private final Clock clock;
    private final ScheduledExecutorService schedule;

    /** Looks at this registry, first after a minute. */
    public DataSetExpiry(DataSetRegistry registry, AuditTrail trail, Clock clock) {
        this.registry = registry;
        this.trail = trail;
        this.clock = clock;
        this.schedule = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "data-set-expiry");
            thread.setDaemon(true);
            return thread;
        });
        // Catches whatever goes wrong, so nobody has to look at its future.
        var unused = schedule.scheduleWithFixedDelay(this::look, 1, 60, TimeUnit.MINUTES);
    }

    private void look() {
        try {
            disposeExpired();
        } catch (RuntimeException e) {
            // The next hour tries again; until then nobody can open what is past its time.
            LOG.error(
                    "Expired data sets could not be destroyed: {}", e.getClass().getName());
        }
    }

    /** Destroys what is past its time now; returns how many data sets that were. */
    public int disposeExpired() {
        int count = 0;
        for (DataSet ended : registry.dataSets().disposeExpired()) {
            String id = ended.id().toString();
            trail.appendAll(List.of(
                    AuditEntry.ofServer(
                            clock.instant(), AuditKind.DATASET_DISPOSAL, Map.of("data-set", id, "reason", "expired")),
                    AuditEntry.ofServer(
                            clock.instant(),
                            AuditKind.KEY_DESTRUCTION,
                            Map.of("data-set", id, AuditDetail.KEY_PURPOSE, "data-set"))));
            count++;
        }
        registry.drafts().discardStartedBefore(clock.instant().minus(OLDEST_DRAFT));
        return count;
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
