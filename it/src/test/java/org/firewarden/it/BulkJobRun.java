package org.firewarden.it;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.job.JobRun;

/** An attempt at an export between whose steps something happens, on the gate and the storage of the running server. */
final class BulkJobRun implements JobRun {

    private final UUID id = UUID.randomUUID();
    private final UUID attempt = UUID.randomUUID();
    private final ObjectNode parameters;
    private final Runnable atEachStep;
    private final Role role;
    private final PurposeOfUse purpose;

    BulkJobRun(ObjectNode parameters, Role role, PurposeOfUse purpose, Runnable atEachStep) {
        this.role = role;
        this.purpose = purpose;
        this.parameters = parameters;
        this.atEachStep = atEachStep;
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
        return parameters.deepCopy();
    }

    @Override
    public String correlationId() {
        return "it-bulk-run";
    }

    @Override
    public Caller step() {
        atEachStep.run();
        return new Caller(
                "it-bulk-run",
                "it",
                Set.of(role),
                SmartScopes.parse("system/*.rs"),
                purpose,
                null,
                null,
                null,
                null,
                null);
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
