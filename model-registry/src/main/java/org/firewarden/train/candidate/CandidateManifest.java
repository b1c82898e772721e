package org.firewarden.train.candidate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.firewarden.crypto.Sha256;
import org.firewarden.model.feature.Feature;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.manifest.ApplicabilityRules;
import org.firewarden.model.manifest.ArtifactFacts;
import org.firewarden.model.manifest.Distribution;
import org.firewarden.model.manifest.Evaluation;
import org.firewarden.model.manifest.Evaluation.Metric;
import org.firewarden.model.manifest.ExplanationMethod;
import org.firewarden.model.manifest.FeatureSource;
import org.firewarden.model.manifest.GoldenSet;
import org.firewarden.model.manifest.Lineage;
import org.firewarden.model.manifest.ManifestJson;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.manifest.ModelOutput;
import org.firewarden.model.manifest.MonitoringLimits;
import org.firewarden.model.registry.ModelCard;
import org.firewarden.model.yaml.ShippedFile;
import org.firewarden.train.cohort.Cohort;
import org.firewarden.train.cohort.TargetSpec;
import org.firewarden.train.evaluate.Drift;
import org.firewarden.train.evaluate.EvaluationReport;
import org.firewarden.train.evaluate.Interval95;
import org.firewarden.train.evaluate.ReportJson;
import org.firewarden.train.evaluate.ReportPage;
import org.firewarden.train.run.Algorithm;
import org.firewarden.train.run.ShippedSpecs;
import org.firewarden.train.run.TrainSettings;
import org.firewarden.train.run.TrainingRun;
import org.jspecify.annotations.Nullable;

/**
 * Writes the manifest and the card of a trained model from its report. Sentences come from {@code training/card.yaml}, and what is
 * known of one source of data from a file of its own.
 */
public final class CandidateManifest {

    private static final int OPERATOR_SET = 18;
    private static final double TOLERANCE = 1e-6;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TrainSettings settings;
    private final TargetSpec target;
    private final FeatureSpec features;
    private final TrainingRun.Outcome outcome;
    private final String reportJson;

    /** Writes about this outcome. */
    public CandidateManifest(TrainSettings settings, Cohort cohort, TrainingRun.Outcome outcome) {
        this.settings = settings;
        this.target = cohort.target();
        this.features = cohort.spec();
        this.outcome = outcome;
        this.reportJson = ReportJson.of(outcome.report());
    }

    /** The target, what was trained, and whether it was trained with privacy; within the length that the registry allows. */
    public static String modelId(TrainSettings settings) {
        String algorithm = settings.algorithm() == Algorithm.LOGISTIC
                ? "lr"
                : settings.algorithm().code();
        return settings.target() + "-" + algorithm + (settings.privacy() == null ? "" : "-dp");
    }

    /**
     * The package.
     *
     * @param texts the path of a shipped file with what is known of the source of the data, or empty
     * @param released the day that the card states
     */
    public Candidate candidate(
            String version, Lineage lineage, String developer, Optional<String> texts, LocalDate released) {
        byte[] bare = ManifestJson.write(bare(modelId(settings), version, lineage, developer));
        try {
            ObjectNode manifest = (ObjectNode) JSON.readTree(bare);
            CardTexts sentences = new CardTexts(
                    new CardFigures(settings, target, features, outcome.report()).values(lineage, developer, released));
            sentences.putOver(manifest, "training/card.yaml");
            texts.ifPresent(path -> sentences.putOver(manifest, path));
            // Read once, so that what is signed is what the registry would accept.
            byte[] whole = ManifestJson.write(ManifestJson.read(JSON.writeValueAsBytes(manifest)));
            return new Candidate(outcome.artifact(), whole, reportJson, ReportPage.of(outcome.report()));
        } catch (IOException e) {
            throw new IllegalStateException("a manifest is always JSON", e);
        }
    }

    private ModelManifest bare(String model, String version, Lineage lineage, String developer) {
        return new ModelManifest(
                model,
                version,
                new ArtifactFacts(Sha256.hex(outcome.artifact()), outcome.artifact().length, OPERATOR_SET),
                source(),
                features.features().stream().map(Feature::name).toList(),
                List.of(new ModelOutput(
                        target.outcome(),
                        target.title(),
                        ModelOutput.Kind.PROBABILITY,
                        "1",
                        0,
                        1,
                        List.of(),
                        outcome.report().recalibration().method())),
                new ApplicabilityRules(List.of(), List.of()),
                new ExplanationMethod(
                        ExplanationMethod.Kind.SAMPLING,
                        Arrays.stream(outcome.baseline()).boxed().toList(),
                        Map.of(),
                        64,
                        settings.seed()),
                golden(),
                lineage,
                evaluations(String.valueOf(lineage.dataSet()), Candidate.digest(reportJson)),
                card(developer, lineage),
                Map.of(),
                null,
                null,
                Map.of(target.outcome(), distribution()),
                MonitoringLimits.standard());
    }

    private FeatureSource source() {
        String spec = ShippedFile.text(ShippedSpecs.featurePath(settings.features()));
        Map<String, String> lists = new HashMap<>();
        spec.lines()
                .filter(line -> line.contains("code-list: "))
                .map(line -> line.substring(line.indexOf("code-list: ") + "code-list: ".length())
                        .replaceAll("[}\\s].*", ""))
                .forEach(path -> lists.put(path, ShippedFile.text(path)));
        return new FeatureSource(spec, lists);
    }

    private GoldenSet golden() {
        List<GoldenSet.Row> rows = IntStream.range(0, outcome.goldenInputs().size())
                .mapToObj(i -> new GoldenSet.Row(
                        Arrays.stream(outcome.goldenInputs().get(i)).boxed().toList(),
                        List.of(outcome.goldenOutputs().get(i))))
                .toList();
        return new GoldenSet(TOLERANCE, rows);
    }

    private Distribution distribution() {
        double[] edges = Drift.edges(outcome.reference());
        return new Distribution(
                Arrays.stream(edges).boxed().toList(),
                Arrays.stream(Drift.shares(outcome.reference(), edges)).boxed().toList());
    }

    private List<Evaluation> evaluations(String data, String reportSha256) {
        EvaluationReport report = outcome.report();
        EvaluationReport.Performance performance = report.performance();
        long n = report.data().testRows();
        List<Metric> figures = new ArrayList<>(List.of(
                metric("auroc", performance.auroc(), null, n),
                metric("auprc", performance.auprc(), null, n),
                metric("brier", performance.brier(), null, n),
                metric("ece", performance.expectedCalibrationError(), null, n),
                metric("calibration-slope", performance.calibrationSlope(), null, n),
                metric("calibration-intercept", performance.calibrationIntercept(), null, n),
                metric("baseline-auroc", report.baseline().auroc(), null, n)));
        for (EvaluationReport.ScoreComparison score : report.scores()) {
            Integer rows = score.rows();
            if (rows != null) {
                figures.add(metric("auroc of " + score.name(), score.auroc(), null, (long) rows));
            }
        }
        // What a small test set does not define is not stated.
        figures.removeIf(figure -> !Double.isFinite(figure.value()));
        List<Metric> groups = report.subgroups().stream()
                .filter(group -> Double.isFinite(group.auroc().value()))
                .map(group -> metric("auroc", group.auroc(), group.attribute() + "=" + group.group(), (long) group.n()))
                .toList();
        List<Metric> attacks = new ArrayList<>(report.attacks().stream()
                .filter(finding -> Double.isFinite(finding.value().value()))
                .map(finding -> metric(finding.attack(), finding.value(), null, (long) finding.n()))
                .toList());
        attacks.add(new Metric("release-gate", report.gate().passed() ? 1 : 0, null, null, null, null, null));
        privacy(report, attacks);
        return List.of(
                new Evaluation(
                        Evaluation.Kind.PERFORMANCE,
                        data,
                        "Measured on patients that the model was not trained on.",
                        figures,
                        reportSha256),
                new Evaluation(
                        Evaluation.Kind.FAIRNESS,
                        data,
                        "Discrimination by subgroup, with the number of events. " + report.withheldSentence(),
                        groups,
                        reportSha256),
                new Evaluation(Evaluation.Kind.PRIVACY_ATTACK, data, report.privacyScope(), attacks, reportSha256));
    }

    private static void privacy(EvaluationReport report, List<Metric> figures) {
        if (report.epsilon() != null && report.delta() != null && report.noiseMultiplier() != null) {
            figures.add(new Metric("epsilon", report.epsilon(), null, null, null, null, null));
            figures.add(new Metric("delta", report.delta(), null, null, null, null, null));
            figures.add(new Metric("noiseMultiplier", report.noiseMultiplier(), null, null, null, null, null));
        }
    }

    private Metric metric(String name, Interval95 value, @Nullable String subgroup, long n) {
        return new Metric(
                name, value.value(), target.outcome(), subgroup, finite(value.lower()), finite(value.upper()), n);
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private ModelCard card(String developer, Lineage lineage) {
        EvaluationReport report = outcome.report();
        List<String> limits = new ArrayList<>(List.of(
                "It was measured on data of its own source only; elsewhere it may do worse.",
                "It gives the probability of an event, not its cause, and not what would prevent it.",
                report.privacyScope()));
        if (report.epsilon() != null) {
            limits.add(String.format(
                    Locale.ROOT,
                    "Differential privacy: epsilon %.3f, delta %s, accountant %s, conversion %s.",
                    report.epsilon(),
                    report.delta(),
                    report.accountant(),
                    report.conversion()));
        }
        report.gate().reasons().forEach(reason -> limits.add("Release gate: " + reason));
        return new ModelCard(
                target.title() + ", " + report.model() + (report.epsilon() == null ? "" : ", differentially private"),
                developer,
                "Supports a clinician or a care manager in deciding whom to look after first. It decides nothing by"
                        + " itself.",
                "Patients like those of " + lineage.dataSet() + ": "
                        + report.data().trainPatients() + " patients in training, "
                        + report.data().testPatients() + " in testing.",
                features.features().stream().map(Feature::title).toList(),
                List.of(target.title() + ": probability"),
                limits,
                List.of("Decisions on coverage, payment or employment", "Emergencies"),
                String.format(
                        Locale.ROOT,
                        "AUROC %.3f (%.3f to %.3f), Brier score %.4f, expected calibration error %.4f on %d events.",
                        report.performance().auroc().value(),
                        report.performance().auroc().lower(),
                        report.performance().auroc().upper(),
                        report.performance().brier().value(),
                        report.performance().expectedCalibrationError().value(),
                        report.data().testRows()),
                "Not published.",
                "For use at the site that trained it.");
    }
}
