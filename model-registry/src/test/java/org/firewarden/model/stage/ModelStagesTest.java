package org.firewarden.model.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.model.admission.Submissions;
import org.firewarden.model.manifest.DeviceCriteria;
import org.firewarden.model.manifest.Evaluation;
import org.firewarden.model.manifest.Lineage;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.manifest.SourceAttributes;
import org.firewarden.model.manifest.TransparencyStatement;
import org.firewarden.model.onnx.PoisonedFiles;
import org.firewarden.model.registry.InMemoryModelStore;
import org.firewarden.model.registry.ModelContent;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.registry.Stage;
import org.firewarden.problem.Problem;
import org.junit.jupiter.api.Test;

class ModelStagesTest {

    private static final byte[] ARTIFACT = PoisonedFiles.good();
    private static final Caller MAX = caller("max", Set.of(Role.ML_ENGINEER), "user/Device.crus");
    private static final Caller SOFIA = caller("sofia", Set.of(Role.SAFETY_OFFICER), "user/Device.rus");
    private static final UseEvidence.Evidence MUCH = new UseEvidence.Evidence(500, 500, 1, 80, 20, null);

    private final InMemoryModelStore store = new InMemoryModelStore();
    private final InMemoryStageRecord record = new InMemoryStageRecord();
    private final AtomicInteger heeded = new AtomicInteger();
    private UseEvidence.Evidence evidence = MUCH;
    private final ModelStages stages =
            new ModelStages(store, record, (model, version) -> evidence, heeded::incrementAndGet);

    @Test
    void twoPeopleOfDifferentRolesBringAVersionToProductionStepByStep() {
        register("1.0.0", complete(), Stage.CANDIDATE, "author");

        for (Stage target : List.of(Stage.VALIDATED, Stage.SILENT, Stage.CANARY, Stage.PRODUCTION)) {
            Canary canary = target == Stage.CANARY ? new Canary(10, Set.of()) : Canary.NONE;
            assertThat(stages.promote(MAX, "two", "1.0.0", target, canary))
                    .asInstanceOf(type(StageResult.Pending.class))
                    .satisfies(pending -> assertThat(pending.missingRoles()).containsExactly("safety-officer"));
            assertThat(stages.promote(SOFIA, "two", "1.0.0", target, canary)).isInstanceOf(StageResult.Moved.class);
            assertThat(stage("1.0.0")).isEqualTo(target);
        }
        assertThat(record.steps()).hasSize(4);
        assertThat(heeded).as("this node hears of each step").hasValue(4);
    }

    @Test
    void onePersonWithBothRolesIsOneApproval() {
        register("1.0.0", complete(), Stage.CANDIDATE, "author");
        Caller both = caller("both", Set.of(Role.ML_ENGINEER, Role.SAFETY_OFFICER), "user/Device.u");

        stages.promote(both, "two", "1.0.0", null, Canary.NONE);
        assertThat(stages.promote(both, "two", "1.0.0", null, Canary.NONE)).isInstanceOf(StageResult.Pending.class);
        assertThat(stage("1.0.0")).isEqualTo(Stage.CANDIDATE);
    }

    @Test
    void twoPeopleOfOneRoleAreNotEnough() {
        register("1.0.0", complete(), Stage.CANDIDATE, "author");

        stages.promote(MAX, "two", "1.0.0", null, Canary.NONE);
        assertThat(stages.promote(
                        caller("moritz", Set.of(Role.ML_ENGINEER), "user/Device.u"), "two", "1.0.0", null, Canary.NONE))
                .isInstanceOf(StageResult.Pending.class);
    }

    @Test
    void theAuthorDoesNotApprove() {
        register("1.0.0", complete(), Stage.CANDIDATE, "max");

        assertThat(stages.promote(MAX, "two", "1.0.0", null, Canary.NONE)).isInstanceOf(StageResult.Forbidden.class);
    }

    @Test
    void whoHasNeitherRoleOrNoScopeMovesNothing() {
        register("1.0.0", complete(), Stage.PRODUCTION, "author");
        Caller clinician = caller("alice", Set.of(Role.CLINICIAN), "user/*.cruds");
        Caller readOnly = caller("sofia", Set.of(Role.SAFETY_OFFICER), "user/Device.rs");

        for (Caller caller : List.of(clinician, readOnly)) {
            assertThat(stages.promote(caller, "two", "1.0.0", null, Canary.NONE))
                    .isInstanceOf(StageResult.Forbidden.class);
            assertThat(stages.disable(caller, "two", "1.0.0")).isInstanceOf(StageResult.Forbidden.class);
            assertThat(stages.rollback(caller, "two", "1.0.0")).isInstanceOf(StageResult.Forbidden.class);
            assertThat(stages.retire(caller, "two", "1.0.0")).isInstanceOf(StageResult.Forbidden.class);
        }
        assertThat(stage("1.0.0")).isEqualTo(Stage.PRODUCTION);
    }

    @Test
    void noStageIsSkipped() {
        register("1.0.0", complete(), Stage.CANDIDATE, "author");

        assertThat(codes(stages.promote(MAX, "two", "1.0.0", Stage.PRODUCTION, Canary.NONE)))
                .containsExactly("stage-order");
    }

    @Test
    void whatIsIncompleteIsNotValidatedAndEachReasonIsNamed() {
        register("1.0.0", Submissions.manifest(ARTIFACT), Stage.CANDIDATE, "author");

        assertThat(codes(stages.promote(MAX, "two", "1.0.0", null, Canary.NONE)))
                .containsExactly("no-evaluation", "card-incomplete", "card-incomplete");
    }

    @Test
    void aTrainedModelNeedsFairnessAndAPrivacyAttackThatFails() {
        Lineage trained = new Lineage("trained", "1", "data-set", "0".repeat(64), "run", null, null);
        List<Evaluation> reports = new ArrayList<>(complete().evaluations());
        register("1.0.0", with(complete(), trained, reports), Stage.CANDIDATE, "author");
        reports.add(report(
                Evaluation.Kind.FAIRNESS, new Evaluation.Metric("auroc", 0.7, null, "sex=female", 0.6, 0.8, 100L)));
        reports.add(report(Evaluation.Kind.PRIVACY_ATTACK, metric("membership-auc", 0.75)));
        register("1.1.0", with(complete(), trained, reports), Stage.CANDIDATE, "author");
        reports.set(2, report(Evaluation.Kind.PRIVACY_ATTACK, metric("membership-auc", 0.52)));
        register("1.2.0", with(complete(), trained, reports), Stage.CANDIDATE, "author");
        reports.add(report(Evaluation.Kind.PRIVACY_ATTACK, metric("release-gate", 0)));
        register("1.3.0", with(complete(), trained, reports), Stage.CANDIDATE, "author");

        assertThat(codes(stages.promote(MAX, "two", "1.0.0", null, Canary.NONE)))
                .containsExactly("no-fairness", "no-privacy-attack");
        assertThat(codes(stages.promote(MAX, "two", "1.1.0", null, Canary.NONE)))
                .containsExactly("privacy-attack");
        assertThat(stages.promote(MAX, "two", "1.2.0", null, Canary.NONE)).isInstanceOf(StageResult.Pending.class);
        assertThat(codes(stages.promote(MAX, "two", "1.3.0", null, Canary.NONE)))
                .containsExactly("release-gate");
    }

    @Test
    void aCanaryNeedsSilentEvidenceAndAShare() {
        register("1.0.0", complete(), Stage.SILENT, "author");
        evidence = new UseEvidence.Evidence(99, 0, 80, 0, 0, null);

        assertThat(codes(stages.promote(MAX, "two", "1.0.0", Stage.CANARY, Canary.NONE)))
                .containsExactly("canary-share", "evidence-missing", "evidence-failures");
    }

    @Test
    void anApprovalOfOneShareIsNoneOfAnother() {
        register("1.0.0", complete(), Stage.SILENT, "author");

        stages.promote(MAX, "two", "1.0.0", Stage.CANARY, new Canary(5, Set.of()));
        assertThat(stages.promote(SOFIA, "two", "1.0.0", Stage.CANARY, new Canary(50, Set.of())))
                .isInstanceOf(StageResult.Pending.class);
    }

    @Test
    void rollingBackNeedsOnePersonAndBringsTheVersionBeforeBack() {
        register("1.0.0", complete(), Stage.PRODUCTION, "author");
        register("1.1.0", complete(), Stage.CANARY, "author");
        stages.promote(MAX, "two", "1.1.0", Stage.PRODUCTION, Canary.NONE);
        stages.promote(SOFIA, "two", "1.1.0", Stage.PRODUCTION, Canary.NONE);
        assertThat(stage("1.0.0")).isEqualTo(Stage.RETIRED);

        assertThat(stages.rollback(SOFIA, "two", "1.1.0")).isInstanceOf(StageResult.Moved.class);

        assertThat(stage("1.0.0")).isEqualTo(Stage.PRODUCTION);
        assertThat(stage("1.1.0")).isEqualTo(Stage.RETIRED);
    }

    @Test
    void whatWasRolledBackDoesNotComeBack() {
        register("1.0.0", complete(), Stage.PRODUCTION, "author");
        for (String next : List.of("1.1.0", "1.2.0")) {
            register(next, complete(), Stage.CANARY, "author");
            stages.promote(MAX, "two", next, Stage.PRODUCTION, Canary.NONE);
            stages.promote(SOFIA, "two", next, Stage.PRODUCTION, Canary.NONE);
        }

        stages.rollback(SOFIA, "two", "1.2.0");
        assertThat(stage("1.1.0")).isEqualTo(Stage.PRODUCTION);
        stages.rollback(SOFIA, "two", "1.1.0");
        assertThat(stage("1.0.0")).isEqualTo(Stage.PRODUCTION);
        stages.rollback(SOFIA, "two", "1.0.0");

        for (String version : List.of("1.0.0", "1.1.0", "1.2.0")) {
            assertThat(stage(version)).as(version).isEqualTo(Stage.RETIRED);
        }
    }

    @Test
    void whatWasPromotedOverNothingGoesBackToNothing() {
        register("1.0.0", complete(), Stage.PRODUCTION, "author");
        register("1.1.0", complete(), Stage.CANARY, "author");
        stages.promote(MAX, "two", "1.1.0", Stage.PRODUCTION, Canary.NONE);
        stages.promote(SOFIA, "two", "1.1.0", Stage.PRODUCTION, Canary.NONE);
        stages.disable(SOFIA, "two", "1.1.0");
        register("1.2.0", complete(), Stage.CANARY, "author");
        stages.promote(MAX, "two", "1.2.0", Stage.PRODUCTION, Canary.NONE);
        stages.promote(SOFIA, "two", "1.2.0", Stage.PRODUCTION, Canary.NONE);

        stages.rollback(SOFIA, "two", "1.2.0");

        assertThat(stage("1.2.0")).isEqualTo(Stage.RETIRED);
        assertThat(stage("1.0.0")).isEqualTo(Stage.RETIRED);
    }

    @Test
    void disablingNeedsOnePersonAndIsForGood() {
        register("1.0.0", complete(), Stage.PRODUCTION, "max");

        assertThat(stages.disable(MAX, "two", "1.0.0")).isInstanceOf(StageResult.Moved.class);
        assertThat(stage("1.0.0")).isEqualTo(Stage.DISABLED);
        for (Stage target : Stage.values()) {
            assertThat(stages.promote(SOFIA, "two", "1.0.0", target, Canary.NONE))
                    .isInstanceOf(StageResult.Refused.class);
        }
    }

    @Test
    void retiringNeedsTwo() {
        register("1.0.0", complete(), Stage.PRODUCTION, "author");

        assertThat(stages.retire(SOFIA, "two", "1.0.0")).isInstanceOf(StageResult.Pending.class);
        assertThat(stages.retire(MAX, "two", "1.0.0")).isInstanceOf(StageResult.Moved.class);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(stages.promote(MAX, "two", "9.0.0", null, Canary.NONE)).isInstanceOf(StageResult.NotFound.class);
        assertThat(stages.disable(MAX, "none", "1.0.0")).isInstanceOf(StageResult.NotFound.class);
    }

    private Stage stage(String version) {
        return store.find("two", version).orElseThrow().stage();
    }

    private void register(String version, ModelManifest manifest, Stage stage, String author) {
        store.register(
                new ModelVersion("two", version, manifest.artifact().sha256(), stage, manifest.card()),
                new ModelContent(ManifestJson.write(manifest), ARTIFACT, "k", "p", "s", author));
    }

    private static List<String> codes(StageResult result) {
        return assertThat(result).asInstanceOf(type(StageResult.Refused.class)).actual().reasons().stream()
                .map(Problem::code)
                .toList();
    }

    private static ModelManifest complete() {
        return with(
                Submissions.manifest(ARTIFACT),
                new Lineage("published", "1", null, null, null, null, "doi"),
                List.of(report(Evaluation.Kind.CONFORMITY, metric("largest-difference", 0))));
    }

    private static ModelManifest with(ModelManifest base, Lineage lineage, List<Evaluation> evaluations) {
        Map<String, String> attributes = SourceAttributes.all().stream()
                .collect(Collectors.toMap(SourceAttributes.Attribute::key, attribute -> "stated"));
        TransparencyStatement.KeyMetric metric = new TransparencyStatement.KeyMetric("a", "b", "c", "d", "e");
        TransparencyStatement statement = new TransparencyStatement(
                "a",
                "b",
                "c",
                List.of("d"),
                "e",
                "f",
                "g",
                "h",
                "i",
                "j",
                "k",
                "l",
                "m",
                "n",
                "o",
                "p",
                metric,
                metric,
                metric);
        DeviceCriteria.Criterion met = new DeviceCriteria.Criterion(true, "because");
        return new ModelManifest(
                base.model(),
                base.version(),
                base.artifact(),
                base.features(),
                base.inputs(),
                base.outputs(),
                base.applicability(),
                base.explanation(),
                base.golden(),
                lineage,
                evaluations,
                base.card(),
                attributes,
                statement,
                new DeviceCriteria(List.of(met, met, met, met), false),
                base.reference(),
                base.limits());
    }

    private static Evaluation report(Evaluation.Kind kind, Evaluation.Metric metric) {
        return new Evaluation(kind, "data", "summary", List.of(metric), null);
    }

    private static Evaluation.Metric metric(String name, double value) {
        return new Evaluation.Metric(name, value, null, null, null, null, null);
    }

    private static Caller caller(String subject, Set<Role> roles, String scopes) {
        return new Caller(
                subject,
                "client",
                roles,
                SmartScopes.parse(scopes),
                PurposeOfUse.HOPERAT,
                null,
                null,
                null,
                null,
                null);
    }
}
