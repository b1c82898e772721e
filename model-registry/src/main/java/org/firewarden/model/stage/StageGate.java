package org.firewarden.model.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firewarden.model.manifest.DeviceCriteria;
import org.firewarden.model.manifest.Evaluation;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.manifest.SourceAttributes;
import org.firewarden.model.registry.Stage;
import org.firewarden.problem.Problem;

/**
 * What must be so before a version moves on. The way is candidate, validated, silent, canary, production; no stage is skipped. A
 * pure function.
 */
final class StageGate {

    /** An attack on membership that does better than this tells who was in the training data. */
    private static final double MEMBERSHIP_LIMIT = 0.6;

    private static final Map<Stage, Stage> NEXT = Map.of(
            Stage.CANDIDATE, Stage.VALIDATED,
            Stage.VALIDATED, Stage.SILENT,
            Stage.SILENT, Stage.CANARY,
            Stage.CANARY, Stage.PRODUCTION);

    private final ModelManifest manifest;
    private final List<Problem> unmet = new ArrayList<>();

    private StageGate(ModelManifest manifest) {
        this.manifest = manifest;
    }

    /** The stage after this one, if there is one. */
    static Optional<Stage> next(Stage stage) {
        return Optional.ofNullable(NEXT.get(stage));
    }

    /** Every condition that is not met. */
    static List<Problem> unmet(
            ModelManifest manifest, Stage from, Stage to, Canary canary, UseEvidence.Evidence evidence) {
        StageGate gate = new StageGate(manifest);
        if (next(from).filter(to::equals).isEmpty()) {
            gate.demand(false, "stage-order", "From this stage a version cannot move to that one.");
            return gate.unmet;
        }
        switch (to) {
            case VALIDATED -> gate.validated();
            case SILENT -> gate.intendedUse();
            case CANARY -> {
                gate.demand(canary.isUsable(), "canary-share", "A canary needs a percentage or units.");
                gate.use(evidence, evidence.silentCalls(), "silent");
            }
            case PRODUCTION -> gate.use(evidence, evidence.shownCalls(), "canary");
            default -> gate.demand(false, "stage-order", "A version is not promoted to this stage.");
        }
        return gate.unmet;
    }

    private void validated() {
        demand(
                manifest.evaluations().stream().anyMatch(StageGate::isEvaluationOfQuality),
                "no-evaluation",
                "There is no evaluation of performance, external validity or conformity with figures.");
        List<String> missing = SourceAttributes.all().stream()
                .map(SourceAttributes.Attribute::key)
                .filter(key -> !manifest.sourceAttributes().containsKey(key))
                .toList();
        demand(
                missing.isEmpty(),
                "card-incomplete",
                "Source attributes are missing: " + String.join(", ", missing) + ".");
        demand(manifest.transparency() != null, "card-incomplete", "The transparency statement is missing.");
        if (manifest.lineage().dataSet() != null) {
            trained();
        }
    }

    /** What was learnt from people must be fair to groups of them and keep their secrets. */
    private void trained() {
        boolean isFairnessShown = manifest.evaluations(Evaluation.Kind.FAIRNESS).stream()
                .flatMap(report -> report.metrics().stream())
                .anyMatch(metric -> metric.subgroup() != null && metric.n() != null && metric.lower() != null);
        demand(
                isFairnessShown,
                "no-fairness",
                "There is no fairness evaluation with counts and intervals of subgroups.");
        List<Evaluation.Metric> attacks = manifest.evaluations(Evaluation.Kind.PRIVACY_ATTACK).stream()
                .flatMap(report -> report.metrics().stream())
                .filter(metric -> metric.name().startsWith("membership-")
                        && !metric.name().endsWith("-epsilon"))
                .toList();
        demand(!attacks.isEmpty(), "no-privacy-attack", "There is no result of an attack on membership.");
        demand(
                attacks.stream().allMatch(attack -> attack.value() <= MEMBERSHIP_LIMIT),
                "privacy-attack",
                "An attack on membership has an AUC above " + MEMBERSHIP_LIMIT + ".");
        demand(isReleased(), "release-gate", "The release gate of its training run is closed; its card says why.");
    }

    /** What the release gate of a training run says is in its manifest, which the server signed. */
    private boolean isReleased() {
        return manifest.evaluations(Evaluation.Kind.PRIVACY_ATTACK).stream()
                .flatMap(report -> report.metrics().stream())
                .filter(metric -> metric.name().equals("release-gate"))
                .allMatch(metric -> metric.value() == 1);
    }

    private void intendedUse() {
        DeviceCriteria criteria = manifest.deviceCriteria();
        demand(criteria != null, "device-criteria", "The four criteria of section 520(o)(1)(E) are not declared.");
        demand(
                criteria == null || criteria.criteria().stream().allMatch(DeviceCriteria.Criterion::met),
                "device-criteria",
                "A criterion of section 520(o)(1)(E) is not met: the model would be a device.");
    }

    private void use(UseEvidence.Evidence evidence, long calls, String stage) {
        int minimum = manifest.limits().minimumCalls();
        demand(
                calls >= minimum,
                "evidence-missing",
                "As " + stage + " it was asked " + calls + " times; " + minimum + " are needed.");
        Double failures = manifest.limits().failureShare();
        demand(
                failures == null || evidence.failures() <= failures * Math.max(1, calls),
                "evidence-failures",
                "It failed more often than its limit allows.");
        Double psi = manifest.limits().psi();
        Double seen = evidence.psi();
        demand(
                psi == null || seen == null || seen <= psi,
                "evidence-drift",
                "Inputs or outputs drift from the reference beyond its limit.");
        Double overrides = manifest.limits().overrideShare();
        long decisions = evidence.accepted() + evidence.overridden();
        demand(
                overrides == null || evidence.overridden() <= overrides * Math.max(1, decisions),
                "evidence-overrides",
                "Clinicians override it more often than its limit allows.");
    }

    private static boolean isEvaluationOfQuality(Evaluation report) {
        boolean isOfQuality = report.kind() == Evaluation.Kind.PERFORMANCE
                || report.kind() == Evaluation.Kind.EXTERNAL_VALIDATION
                || report.kind() == Evaluation.Kind.CONFORMITY;
        return isOfQuality && !report.metrics().isEmpty();
    }

    private void demand(boolean holds, String code, String text) {
        if (!holds) {
            unmet.add(new Problem("business-rule", code, text));
        }
    }
}
