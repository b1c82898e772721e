package org.firewarden.server.export;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.firewarden.audit.AuditDetail;
import org.firewarden.audit.AuditEntry;
import org.firewarden.audit.AuditKind;
import org.firewarden.audit.AuditTrail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Destroys exports whose time is over, on each node, every ten minutes; until then nobody can fetch what is past its time. */
final class ExportExpiry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ExportExpiry.class);

    /** No job lives longer, so what is older is nobody's work any more. */
    private static final Duration OLDEST_DRAFT = Duration.ofDays(8);

    private final ExportStore store;
    private final AuditTrail trail;
    private final Clock clock;
    private final ScheduledExecutorService schedule;

    ExportExpiry(ExportStore store, AuditTrail trail, Clock clock) {
        this.store = store;
        this.trail = trail;
        this.clock = clock;
        this.schedule = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "export-expiry");
            thread.setDaemon(true);
            return thread;
        });
        // Catches whatever goes wrong, so nobody has to look at its future.
        var unused = schedule.scheduleWithFixedDelay(this::look, 1, 10, TimeUnit.MINUTES);
    }

    private void look() {
        try {
            destroyExpired();
        } catch (RuntimeException e) {
            // The next look tries again.
            LOG.error("Expired exports could not be destroyed: {}", e.getClass().getName());
        }
    }

    /** Destroys what is past its time now. */
    void destroyExpired() {
        for (UUID job : store.jobsOver(clock.instant().minus(OLDEST_DRAFT))) {
            store.destroy(job).ifPresent(id -> trail.append(destruction(clock, id, "expired")));
        }
    }

    /** The event of an export's end: its key is gone, and with it all that lies anywhere. */
    static AuditEntry destruction(Clock clock, UUID export, String reason) {
        return AuditEntry.ofServer(
                clock.instant(),
                AuditKind.KEY_DESTRUCTION,
                Map.of("export", export.toString(), "reason", reason, AuditDetail.KEY_PURPOSE, "bulk-export"));
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
