package org.firewarden.model.stage;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.firewarden.model.registry.Stage;

/** Approvals and steps of versions. Steps are added and never changed. */
public interface StageRecord {

    /**
     * One approval.
     *
     * @param subject who
     * @param role as what
     */
    record Approval(String subject, String role) {}

    /** Approvals of a step that are not older than a week. */
    List<Approval> approvals(String model, String version, Stage from, Stage target, String canary);

    /** Adds an approval; the same person counts once. */
    void approve(String model, String version, Stage from, Stage target, String canary, Approval approval);

    /** Writes a step down. */
    void step(String model, String version, Stage from, Stage to, String kind, String subject);

    /** The version that was in production before the present one and was retired for it. */
    Optional<String> before(String model);

    /** Does several things in one transaction. */
    <T> T together(Supplier<T> work);
}
