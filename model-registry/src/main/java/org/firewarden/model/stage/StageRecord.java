package org.firewarden.model.stage;

import java.util.List;
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

    /** All steps of a model's versions, the earliest first. */
    List<Step> steps(String model);

    /**
     * One step.
     *
     * @param version whose
     * @param to the stage that it came to
     * @param kind what moved it, for example {@code promote}, {@code replaced} or {@code rollback}
     */
    record Step(String version, Stage to, String kind) {}

    /** Does several things in one transaction. */
    <T> T together(Supplier<T> work);
}
