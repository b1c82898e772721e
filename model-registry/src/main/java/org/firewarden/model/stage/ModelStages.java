package org.firewarden.model.stage;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.access.Caller;
import org.firewarden.access.Interaction;
import org.firewarden.access.Role;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.registry.ModelStore;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.registry.SignedManifest;
import org.firewarden.model.registry.Stage;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Moves versions. A step forward, and taking a version out in the usual way, needs two approvals: of an ML engineer and of a
 * clinical safety officer, two people, neither of them the author. Rolling back and disabling need one of them, at once.
 */
public final class ModelStages {

    private static final String REPLACED = "replaced";
    private static final String ROLLBACK = "rollback";
    private static final Set<Role> APPROVERS = EnumSet.of(Role.ML_ENGINEER, Role.SAFETY_OFFICER);

    private final ModelStore store;
    private final StageRecord record;
    private final UseEvidence evidence;
    private final Runnable heed;

    /**
     * Moves versions of this store.
     *
     * @param heed is run once a step is made, so that this node heeds it before anybody is told of it
     */
    public ModelStages(ModelStore store, StageRecord record, UseEvidence evidence, Runnable heed) {
        this.store = store;
        this.record = record;
        this.evidence = evidence;
        this.heed = heed;
    }

    /**
     * Approves the next step of a version, and makes it once both approvals are there.
     *
     * @param target where to, or null for the next stage
     * @param canary for the step to canary, else {@link Canary#NONE}
     */
    public StageResult promote(Caller caller, String model, String version, @Nullable Stage target, Canary canary) {
        return heeded(approved(caller, model, version, target, canary));
    }

    /** Approves that a version is retired, and retires it once both approvals are there. */
    public StageResult retire(Caller caller, String model, String version) {
        return heeded(approved(caller, model, version, Stage.RETIRED, Canary.NONE));
    }

    /**
     * Takes a version back by one: from production to the version that it replaced, from canary to silent. One person is enough.
     * What was rolled back or retired since does not come back by this.
     */
    public StageResult rollback(Caller caller, String model, String version) {
        Optional<Problem> forbidden = forbidden(caller);
        if (forbidden.isPresent()) {
            return new StageResult.Forbidden(forbidden.get());
        }
        Optional<ModelVersion> found = store.find(model, version);
        if (found.isEmpty()) {
            return new StageResult.NotFound();
        }
        Stage stage = found.get().stage();
        if (stage == Stage.CANARY) {
            return heeded(
                    record.together(() -> moved(found.get(), Stage.SILENT, Canary.NONE, ROLLBACK, caller.subject())));
        }
        if (stage != Stage.PRODUCTION) {
            return refused("stage-order", "Only a version in production or canary is rolled back.");
        }
        return heeded(record.together(() -> {
            Optional<String> before = replacedBy(version, record.steps(model));
            StageResult retired = moved(found.get(), Stage.RETIRED, Canary.NONE, ROLLBACK, caller.subject());
            before.filter(earlier -> retired instanceof StageResult.Moved).ifPresent(earlier -> {
                if (store.move(model, earlier, Stage.RETIRED, Stage.PRODUCTION, 0, Set.of())) {
                    record.step(model, earlier, Stage.RETIRED, Stage.PRODUCTION, ROLLBACK, caller.subject());
                }
            });
            return retired;
        }));
    }

    /** Takes a version out of use at once and for good. One person is enough. */
    public StageResult disable(Caller caller, String model, String version) {
        Optional<Problem> forbidden = forbidden(caller);
        if (forbidden.isPresent()) {
            return new StageResult.Forbidden(forbidden.get());
        }
        Optional<ModelVersion> found = store.find(model, version);
        if (found.isEmpty()) {
            return new StageResult.NotFound();
        }
        return found.get().stage() == Stage.DISABLED
                ? refused("stage-order", "The version is disabled already.")
                : heeded(record.together(
                        () -> moved(found.get(), Stage.DISABLED, Canary.NONE, "disable", caller.subject())));
    }

    /** Takes what is shown back to silent, because it passed a limit of its card. */
    public StageResult fallBack(String model, String version) {
        return store.find(model, version)
                .filter(found -> found.stage() == Stage.CANARY || found.stage() == Stage.PRODUCTION)
                .map(found -> heeded(
                        record.together(() -> moved(found, Stage.SILENT, Canary.NONE, "fall-back", "firewarden"))))
                .orElseGet(() -> refused("stage-order", "The version is not shown."));
    }

    private StageResult approved(Caller caller, String model, String version, @Nullable Stage wanted, Canary canary) {
        Optional<Problem> forbidden = forbidden(caller);
        if (forbidden.isPresent()) {
            return new StageResult.Forbidden(forbidden.get());
        }
        Optional<ModelVersion> found = store.find(model, version);
        Optional<SignedManifest> signed = store.manifest(model, version);
        if (found.isEmpty() || signed.isEmpty()) {
            return new StageResult.NotFound();
        }
        if (signed.get().author().equals(caller.subject())) {
            return new StageResult.Forbidden(
                    Problem.forbidden("own-model", "Somebody else than its author approves a model."));
        }
        Stage from = found.get().stage();
        Optional<Stage> target = wanted == null ? StageGate.next(from) : Optional.of(wanted);
        if (target.isEmpty()) {
            return refused("stage-order", "There is no stage after this one.");
        }
        List<Problem> unmet = target.get() == Stage.RETIRED
                ? retirable(from)
                : StageGate.unmet(
                        ManifestJson.read(signed.get().manifest()),
                        from,
                        target.get(),
                        canary,
                        evidence.of(model, version));
        if (!unmet.isEmpty()) {
            return new StageResult.Refused(unmet);
        }
        try {
            return record.together(() -> count(caller, found.get(), target.get(), canary));
        } catch (StageConflictException e) {
            // Nothing of the step was done.
            return conflict();
        }
    }

    private StageResult count(Caller caller, ModelVersion version, Stage target, Canary canary) {
        String model = version.modelId();
        for (Role role : APPROVERS) {
            if (caller.is(role)) {
                record.approve(
                        model,
                        version.version(),
                        version.stage(),
                        target,
                        canary.text(),
                        new StageRecord.Approval(caller.subject(), role.code()));
                break;
            }
        }
        List<StageRecord.Approval> approvals =
                record.approvals(model, version.version(), version.stage(), target, canary.text());
        Set<String> missing = new TreeSet<>();
        for (Role role : APPROVERS) {
            if (approvals.stream().noneMatch(approval -> approval.role().equals(role.code()))) {
                missing.add(role.code());
            }
        }
        if (!missing.isEmpty()) {
            return new StageResult.Pending(version, target, missing);
        }
        if (target == Stage.PRODUCTION) {
            replace(model, caller.subject());
        }
        StageResult result =
                moved(version, target, target == Stage.CANARY ? canary : Canary.NONE, "promote", caller.subject());
        if (result instanceof StageResult.Moved) {
            return result;
        }
        throw new StageConflictException();
    }

    /** The version that made way when this one was promoted, if nothing else has happened to it since. */
    private static Optional<String> replacedBy(String version, List<StageRecord.Step> steps) {
        int promoted = steps.size() - 1;
        while (promoted >= 0 && !isPromotion(steps.get(promoted), version)) {
            promoted--;
        }
        for (int i = promoted - 1; i >= 0 && steps.get(i).to() != Stage.PRODUCTION; i--) {
            if (steps.get(i).kind().equals(REPLACED)) {
                String before = steps.get(i).version();
                boolean isUntouched = steps.subList(i + 1, steps.size()).stream()
                        .noneMatch(later -> later.version().equals(before));
                return isUntouched ? Optional.of(before) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean isPromotion(StageRecord.Step step, String version) {
        return step.version().equals(version)
                && step.to() == Stage.PRODUCTION
                && !step.kind().equals(ROLLBACK);
    }

    /** The version in production makes way for the next one. */
    private void replace(String model, String subject) {
        store.versions(model).stream()
                .filter(other -> other.stage() == Stage.PRODUCTION)
                .forEach(other -> {
                    if (store.move(model, other.version(), Stage.PRODUCTION, Stage.RETIRED, 0, Set.of())) {
                        record.step(model, other.version(), Stage.PRODUCTION, Stage.RETIRED, REPLACED, subject);
                    }
                });
    }

    private StageResult moved(ModelVersion version, Stage to, Canary canary, String kind, String subject) {
        String model = version.modelId();
        if (!store.move(model, version.version(), version.stage(), to, canary.percent(), canary.units())) {
            return conflict();
        }
        record.step(model, version.version(), version.stage(), to, kind, subject);
        return new StageResult.Moved(
                store.find(model, version.version())
                        .orElseThrow(() -> new IllegalStateException("a version vanished while it was moved")),
                version.stage());
    }

    /** A step that is made, and committed, is heeded here; other nodes read of it. */
    private StageResult heeded(StageResult result) {
        if (result instanceof StageResult.Moved) {
            heed.run();
        }
        return result;
    }

    private static List<Problem> retirable(Stage from) {
        List<Problem> problems = new ArrayList<>();
        if (from == Stage.RETIRED || from == Stage.DISABLED) {
            problems.add(new Problem("business-rule", "stage-order", "The version is out of use already."));
        }
        return problems;
    }

    private static Optional<Problem> forbidden(Caller caller) {
        boolean isApprover = APPROVERS.stream().anyMatch(caller::is);
        boolean hasScope = caller.scopes().allows(Interaction.UPDATE, "Device");
        return isApprover && hasScope
                ? Optional.empty()
                : Optional.of(Problem.forbidden(
                        "forbidden",
                        "ML engineers and clinical safety officers move models, with a scope to update Device."));
    }

    private static StageResult conflict() {
        return refused("conflict", "The version moved meanwhile, or the place is taken.");
    }

    private static StageResult refused(String code, String text) {
        return new StageResult.Refused(List.of(new Problem("business-rule", code, text)));
    }
}
