package org.firewarden.train.candidate;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.firewarden.model.feature.Feature;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.manifest.Lineage;
import org.firewarden.train.cohort.TargetSpec;
import org.firewarden.train.evaluate.EvaluationReport;
import org.firewarden.train.evaluate.Interval95;
import org.firewarden.train.evaluate.Subgroup;
import org.firewarden.train.run.TrainSettings;

/** What a run has found, in words for the places of {@link CardTexts}. */
final class CardFigures {

    private final TrainSettings settings;
    private final TargetSpec target;
    private final FeatureSpec features;
    private final EvaluationReport report;

    CardFigures(TrainSettings settings, TargetSpec target, FeatureSpec features, EvaluationReport report) {
        this.settings = settings;
        this.target = target;
        this.features = features;
        this.report = report;
    }

    Map<String, String> values(Lineage lineage, String developer, LocalDate released) {
        Map<String, String> values = new HashMap<>();
        values.put("developer", developer);
        values.put("released", released.toString());
        values.put("model", report.model());
        values.put("dataSet", String.valueOf(lineage.dataSet()));
        values.put("codeVersion", lineage.codeVersion());
        values.put("outcome", target.title());
        values.put("target", target.id() + " " + target.version());
        values.put("features", features.id() + " " + features.version());
        values.put("inputs", features.features().stream().map(Feature::title).collect(Collectors.joining("; ")));
        values.put("settings", settings.sentence());
        values.put("split", settings.splitDate() == null ? "split by patient" : "split by time and patient");
        values.put("rowsPerPatient", String.valueOf(settings.rowsPerPatient()));
        values.put("trainPatients", String.valueOf(report.data().trainPatients()));
        values.put("trainRows", String.valueOf(report.data().trainRows()));
        values.put("heldOutPatients", String.valueOf(report.data().heldOutPatients()));
        values.put("testPatients", String.valueOf(report.data().testPatients()));
        values.put("testRows", String.valueOf(report.data().testRows()));
        values.put("testOutcomes", outcomes());
        values.put("skipped", String.valueOf(report.data().skipped()));
        values.put("performance", performance());
        values.put("groups", groups());
        values.put("withheld", report.withheldSentence());
        values.put("gaps", gaps());
        values.put("privacy", privacy());
        values.put("attacks", attacks());
        values.put("gate", report.gate().passed() ? "passed" : "not passed");
        values.put("baseline", baseline());
        return values;
    }

    private String outcomes() {
        Integer outcomes = report.data().testOutcomes();
        return outcomes == null ? "few" : String.valueOf(outcomes);
    }

    private String performance() {
        EvaluationReport.Performance p = report.performance();
        return "AUROC " + interval(p.auroc()) + ", AUPRC " + interval(p.auprc()) + ", Brier score "
                + interval(p.brier()) + ", calibration slope " + interval(p.calibrationSlope())
                + ", expected calibration error " + interval(p.expectedCalibrationError()) + ", on "
                + report.data().testRows() + " events of " + report.data().testPatients() + " patients.";
    }

    private String baseline() {
        return "AUROC " + interval(report.baseline().auroc()) + " of "
                + report.baseline().name() + "; the difference is "
                + interval(report.baseline().difference()) + ".";
    }

    /** Who was tested on, by attribute. */
    private String groups() {
        Map<String, List<Subgroup>> byAttribute =
                report.subgroups().stream().collect(Collectors.groupingBy(Subgroup::attribute));
        if (byAttribute.isEmpty()) {
            return "no group was large enough to be told of";
        }
        return byAttribute.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + ": "
                        + entry.getValue().stream()
                                .map(group -> group.group() + " " + group.n() + " (" + group.positives() + ")")
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    private String gaps() {
        String gaps = report.gaps().stream()
                .filter(gap -> gap.groups() > 1)
                .map(gap -> String.format(
                        Locale.ROOT,
                        "%s: equalised odds %s, observed to expected %s, %d groups",
                        gap.attribute(),
                        told(gap.equalisedOdds()),
                        told(gap.calibration()),
                        gap.groups()))
                .collect(Collectors.joining("; "));
        return gaps.isEmpty() ? "no two groups were large enough to be compared" : gaps;
    }

    private static String told(double gap) {
        return Double.isFinite(gap) ? String.format(Locale.ROOT, "%.3f", gap) : "withheld";
    }

    private String privacy() {
        Double epsilon = report.epsilon();
        return epsilon == null
                ? "There is no privacy claim."
                : String.format(
                        Locale.ROOT,
                        "Differential privacy for each patient: epsilon %.3f at delta %s (noise multiplier %.3f,"
                                + " sampling rate %.5f, %d steps, accountant %s, conversion %s).",
                        epsilon,
                        report.delta(),
                        report.noiseMultiplier(),
                        report.samplingRate(),
                        report.steps(),
                        report.accountant(),
                        report.conversion());
    }

    private String attacks() {
        return report.attacks().stream()
                .map(finding -> finding.attack() + " (" + finding.measure() + ") " + interval(finding.value()))
                .collect(Collectors.joining("; "));
    }

    private static String interval(Interval95 figure) {
        return Double.isFinite(figure.upper())
                ? String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", figure.value(), figure.lower(), figure.upper())
                : String.format(Locale.ROOT, "at least %.3f", figure.lower());
    }
}
