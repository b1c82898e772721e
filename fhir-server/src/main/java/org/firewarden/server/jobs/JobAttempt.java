package org.firewarden.server.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.firewarden.access.Caller;
import org.firewarden.job.JobAuthorities;
import org.firewarden.job.JobAuthority;
import org.firewarden.job.JobRun;
import org.firewarden.job.JobStoppedException;
import org.firewarden.job.JobStoppedException.Reason;
import org.firewarden.job.RightsInForce;
import org.jspecify.annotations.Nullable;

/** One attempt at a job on this node. */
final class JobAttempt implements JobRun {

    /** How old the last look at the table may be when a job asks whether to go on. */
    private static final long FRESH_NANOS = Duration.ofMillis(500).toNanos();

    private final ClaimedJob job;
    private final JobTable table;
    private final JobSeals seals;
    private final JobAuthorities authorities;
    private final RightsInForce rights;
    private final Duration lease;
    private final byte[] parameters;
    private final ObjectNode tree;
    private final AtomicLong lookedAt = new AtomicLong();
    private volatile @Nullable Reason stopped;

    private JobAttempt(
            ClaimedJob job,
            JobTable table,
            JobSeals seals,
            JobAuthorities authorities,
            RightsInForce rights,
            Duration lease,
            byte[] parameters,
            ObjectNode tree) {
        this.job = job;
        this.table = table;
        this.seals = seals;
        this.authorities = authorities;
        this.rights = rights;
        this.lease = lease;
        this.parameters = parameters;
        this.tree = tree;
        this.lookedAt.set(System.nanoTime() - FRESH_NANOS);
    }

    /** An attempt at a job, or empty if its parameters are not what was submitted for it. */
    static Optional<JobAttempt> at(
            ClaimedJob job,
            JobTable table,
            JobSeals seals,
            JobAuthorities authorities,
            RightsInForce rights,
            Duration lease) {
        return seals.openParameters(job.id(), job.parameters())
                .flatMap(parameters -> JobSeals.tree(parameters)
                        .map(tree -> new JobAttempt(job, table, seals, authorities, rights, lease, parameters, tree)));
    }

    @Override
    public UUID id() {
        return job.id();
    }

    @Override
    public UUID attempt() {
        return job.lease();
    }

    @Override
    public ObjectNode parameters() {
        return tree.deepCopy();
    }

    @Override
    public String correlationId() {
        return job.correlationId();
    }

    @Override
    public Caller step() {
        if (System.nanoTime() - lookedAt.get() >= FRESH_NANOS) {
            showLife();
        }
        stopIfStopped();
        Optional<Caller> caller = authorities
                .open(job.id(), job.kind(), parameters, job.authority())
                .map(JobAuthority::caller)
                .filter(rights::holds);
        if (caller.isEmpty()) {
            stopped = Reason.AUTHORITY_GONE;
        }
        stopIfStopped();
        return caller.orElseThrow();
    }

    /** Makes the lease longer; the workers do so too while the job is busy. */
    void showLife() {
        if (stopped == null) {
            switch (table.renew(job, lease)) {
                case CANCELLED -> stopped = Reason.CANCELLED;
                case LOST -> stopped = Reason.LEASE_LOST;
                case HELD -> lookedAt.set(System.nanoTime());
            }
        }
    }

    /** Ends it at its next step, because this node stops. */
    void interrupt() {
        if (stopped == null) {
            stopped = Reason.LEASE_LOST;
        }
    }

    @Override
    public void progress(double fraction, Map<String, Double> facts) {
        table.progress(job, Math.min(1, Math.max(0, fraction)), facts);
    }

    @Override
    public void save(byte[] checkpoint) {
        if (checkpoint.length > MAXIMUM_CHECKPOINT) {
            throw new IllegalArgumentException("a checkpoint of more than " + MAXIMUM_CHECKPOINT + " bytes");
        }
        step();
        if (!table.save(job, seals.sealCheckpoint(job.id(), checkpoint))) {
            stopped = Reason.LEASE_LOST;
            stopIfStopped();
        }
    }

    @Override
    public Optional<byte[]> saved() {
        byte[] sealed = job.checkpoint();
        if (sealed == null) {
            return Optional.empty();
        }
        Optional<byte[]> opened = seals.openCheckpoint(job.id(), sealed);
        if (opened.isEmpty()) {
            // Somebody altered it. To begin anew would hide that.
            stopped = Reason.AUTHORITY_GONE;
            stopIfStopped();
        }
        return opened;
    }

    private void stopIfStopped() {
        Reason reason = stopped;
        if (reason != null) {
            throw new JobStoppedException(reason);
        }
    }
}
