package org.firewarden.server.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.firewarden.access.Caller;
import org.firewarden.crypto.Sha256;
import org.firewarden.job.Job;
import org.firewarden.job.JobAuthorities;
import org.firewarden.job.JobAuthority;
import org.firewarden.job.JobRequest;
import org.firewarden.job.JobState;
import org.firewarden.job.Jobs;
import org.firewarden.job.TooManyJobsException;
import org.springframework.transaction.support.TransactionOperations;

/** Takes jobs in and tells how they are. Its workers do them. */
final class LeasedJobs implements Jobs {

    private final JobTable table;
    private final TransactionOperations transaction;
    private final JobSeals seals;
    private final JobAuthorities authorities;
    private final Supplier<Set<String>> kinds;
    private final Runnable wakeUp;
    private final JobSettings settings;
    private final Clock clock;

    /**
     * Takes in jobs of these kinds.
     *
     * @param wakeUp tells the workers of this node that there is one
     */
    LeasedJobs(
            JobTable table,
            TransactionOperations transaction,
            JobSeals seals,
            JobAuthorities authorities,
            Supplier<Set<String>> kinds,
            Runnable wakeUp,
            JobSettings settings,
            Clock clock) {
        this.table = table;
        this.transaction = transaction;
        this.seals = seals;
        this.authorities = authorities;
        this.kinds = kinds;
        this.wakeUp = wakeUp;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Job submit(JobRequest request, Caller caller) {
        if (!kinds.get().contains(request.kind())) {
            throw new IllegalArgumentException("nobody does jobs of kind " + request.kind());
        }
        UUID id = UUID.randomUUID();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Job job = new Job(
                id,
                request.kind(),
                JobState.QUEUED,
                request.parameters(),
                0,
                Map.of(),
                now,
                null,
                now.plus(settings.authority()),
                0,
                null,
                List.of());
        byte[] parameters = JobSeals.bytes(request.parameters());
        byte[] authority = authorities.seal(
                new JobAuthority(id, request.kind(), Sha256.hex(parameters), caller, now, job.expiresAt()));
        transaction.executeWithoutResult(status -> {
            if (table.unfinishedOf(caller) >= settings.perCaller()) {
                throw new TooManyJobsException(settings.perCaller());
            }
            table.insert(job, caller, request.correlationId(), authority, seals.sealParameters(id, parameters));
        });
        wakeUp.run();
        return job;
    }

    @Override
    public Optional<Job> find(UUID id, Caller caller) {
        return table.find(id, caller, stored -> parameters(id, stored));
    }

    @Override
    public boolean cancel(UUID id, Caller caller) {
        return table.cancel(id, caller);
    }

    private Optional<ObjectNode> parameters(UUID id, byte[] stored) {
        return seals.openParameters(id, stored).flatMap(JobSeals::tree);
    }
}
