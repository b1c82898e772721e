package org.firewarden.server.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.job.JobRun;
import org.firewarden.job.JobStoppedException;
import org.firewarden.record.CohortQuery;
import org.jspecify.annotations.Nullable;

/** One attempt at an export, which is stopped when the test says so. */
final class Attempt implements JobRun {

    static final Caller ENGINE = new Caller(
            "engine",
            "backend",
            Set.of(Role.INTERFACE_ENGINE),
            SmartScopes.parse("system/*.rs"),
            PurposeOfUse.HOPERAT,
            null,
            null,
            null,
            null,
            null);

    private final UUID id;
    private final UUID attempt = UUID.randomUUID();
    private JobStoppedException.@Nullable Reason stopped;

    Attempt(UUID id) {
        this.id = id;
    }

    void stop(JobStoppedException.Reason reason) {
        stopped = reason;
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public UUID attempt() {
        return attempt;
    }

    @Override
    public ObjectNode parameters() {
        return new ExportRequest(
                        new CohortQuery(
                                null,
                                Set.of("Patient", "Observation", "Practitioner"),
                                null,
                                List.of(),
                                CohortQuery.Form.IDENTIFIED),
                        List.of(),
                        List.of(),
                        "http://localhost/fhir/$export")
                .toJson();
    }

    @Override
    public String correlationId() {
        return "correlation-1";
    }

    @Override
    public Caller step() {
        if (stopped != null) {
            throw new JobStoppedException(stopped);
        }
        return ENGINE;
    }

    @Override
    public void progress(double fraction, Map<String, Double> facts) {
        // Nobody asks.
    }

    @Override
    public void save(byte[] checkpoint) {
        throw new UnsupportedOperationException("the draft is the checkpoint");
    }

    @Override
    public Optional<byte[]> saved() {
        return Optional.empty();
    }
}
