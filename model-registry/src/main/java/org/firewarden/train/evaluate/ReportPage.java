package org.firewarden.train.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A report as one HTML page with its plots as SVG; loads nothing. */
public final class ReportPage {

    private static final int SIZE = 320;
    private static final int MARGIN = 36;

    private ReportPage() {}

    /** The page. */
    public static String of(EvaluationReport report) {
        StringBuilder page = new StringBuilder(1 << 14);
        page.append("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Evaluation"
                        + " report</title><style>")
                .append("body{font:15px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}")
                .append("table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2em .6em;text-align:left}")
                .append("svg{margin-right:2em}</style></head><body><h1>")
                .append(escape(report.model()))
                .append("</h1><p>Target ")
                .append(escape(report.target()))
                .append(", features ")
                .append(escape(report.features()))
                .append(". ")
                .append(report.gate().passed() ? "The release gate is passed." : "The release gate is not passed.")
                .append("</p>");
        report.gate()
                .reasons()
                .forEach(reason -> page.append("<p>").append(escape(reason)).append("</p>"));
        privacy(page, report);
        performance(page, report);
        scores(page, report);
        table(
                page,
                "Trials",
                List.of("learning rate", "chosen", "loss on patients held out"),
                report.trials().stream()
                        .map(t -> List.of(n(t.learningRate()), t.isChosen() ? "yes" : "", loss(t)))
                        .toList());
        page.append("<h2>Plots</h2>").append(calibrationPlot(report)).append(decisionPlot(report));
        table(
                page,
                "Thresholds",
                List.of("threshold", "sensitivity", "specificity", "PPV", "NPV", "flagged", "net benefit", "of all"),
                report.operating().stream()
                        .map(o -> List.of(
                                n(o.threshold()),
                                n(o.sensitivity()),
                                n(o.specificity()),
                                n(o.ppv()),
                                n(o.npv()),
                                n(o.flagged()),
                                n(o.netBenefit()),
                                n(o.netBenefitOfAll())))
                        .toList());
        table(
                page,
                "Subgroups",
                List.of("attribute", "group", "n", "outcomes", "AUROC", "observed/expected", "sensitivity", "FPR"),
                report.subgroups().stream()
                        .map(s -> List.of(
                                s.attribute(),
                                s.group(),
                                String.valueOf(s.n()),
                                String.valueOf(s.positives()),
                                i(s.auroc()),
                                i(s.observedToExpected()),
                                i(s.sensitivity()),
                                i(s.falsePositiveRate())))
                        .toList());
        if (report.withheld() > 0) {
            page.append("<p>").append(escape(report.withheldSentence())).append("</p>");
        }
        table(
                page,
                "Gaps between groups",
                List.of("attribute", "equalised odds", "calibration", "groups compared"),
                report.gaps().stream()
                        .map(g -> List.of(
                                g.attribute(), n(g.equalisedOdds()), n(g.calibration()), String.valueOf(g.groups())))
                        .toList());
        table(
                page,
                "Attacks",
                List.of("attack", "measure", "value", "n"),
                report.attacks().stream()
                        .map(a -> List.of(a.attack(), a.measure(), i(a.value()), String.valueOf(a.n())))
                        .toList());
        map(page, "Loss of AUROC when a feature is shuffled", report.contributions());
        map(page, "Share of rows in which a feature is not known", report.missing());
        map(page, "Population stability index, test against training", report.drift());
        return page.append("</body></html>").toString();
    }

    private static void privacy(StringBuilder page, EvaluationReport report) {
        page.append("<h2>Privacy</h2>");
        if (report.epsilon() == null) {
            page.append("<p>There is no privacy claim.</p>");
            return;
        }
        page.append(String.format(
                Locale.ROOT,
                "<p>epsilon %.4f at delta %s for each patient; noise multiplier %.4f, sampling rate %.6f, %d steps,"
                        + " clipping norm %s; accountant %s, conversion %s. %s</p>",
                report.epsilon(),
                report.delta(),
                report.noiseMultiplier(),
                report.samplingRate(),
                report.steps(),
                report.maxGradNorm(),
                escape(String.valueOf(report.accountant())),
                escape(String.valueOf(report.conversion())),
                escape(report.privacyScope())));
    }

    private static void performance(StringBuilder page, EvaluationReport report) {
        EvaluationReport.Performance p = report.performance();
        table(
                page,
                "Performance on " + report.data().testRows() + " events of "
                        + report.data().testPatients() + " patients who were not trained on",
                List.of("figure", "value (95 % interval)"),
                List.of(
                        List.of("AUROC", i(p.auroc())),
                        List.of("AUPRC", i(p.auprc())),
                        List.of("Brier score", i(p.brier())),
                        List.of("calibration intercept", i(p.calibrationIntercept())),
                        List.of("calibration slope", i(p.calibrationSlope())),
                        List.of("expected calibration error", i(p.expectedCalibrationError())),
                        List.of(
                                "AUROC of " + report.baseline().name(),
                                i(report.baseline().auroc())),
                        List.of("difference", i(report.baseline().difference())),
                        List.of(
                                "calibration error before and after "
                                        + report.recalibration().method(),
                                n(report.recalibration().errorBefore()) + ", "
                                        + n(report.recalibration().errorAfter()))));
    }

    private static String loss(EvaluationReport.Trial trial) {
        Double loss = trial.loss();
        return loss == null ? "not told" : n(loss);
    }

    private static String rows(EvaluationReport.ScoreComparison score) {
        Integer rows = score.rows();
        return rows == null ? "withheld" : String.valueOf(rows);
    }

    private static void scores(StringBuilder page, EvaluationReport report) {
        table(
                page,
                "Published scores on the same events",
                List.of("score", "events with all its inputs", "AUROC", "difference of the model"),
                report.scores().stream()
                        .map(s -> List.of(s.name(), rows(s), i(s.auroc()), i(s.difference())))
                        .toList());
    }

    private static String calibrationPlot(EvaluationReport report) {
        double greatest = report.calibrationCurve().stream()
                .mapToDouble(point -> Math.max(point.predicted(), point.observed()))
                .max()
                .orElse(1);
        String points = report.calibrationCurve().stream()
                .map(point -> at(point.predicted() / greatest, point.observed() / greatest))
                .collect(Collectors.joining(" "));
        return svg("Calibration: observed against predicted, to " + n(greatest))
                + line(at(0, 0) + " " + at(1, 1), "#999", "4")
                + line(points, "#036", "0") + "</svg>";
    }

    private static String decisionPlot(EvaluationReport report) {
        double greatest = report.operating().stream()
                .mapToDouble(o -> Math.max(o.netBenefit(), o.netBenefitOfAll()))
                .max()
                .orElse(1);
        double widest = report.operating().stream()
                .mapToDouble(Operating::threshold)
                .max()
                .orElse(1);
        double top = Math.max(greatest, 1e-6);
        String model = report.operating().stream()
                .map(o -> at(o.threshold() / widest, Math.max(0, o.netBenefit()) / top))
                .collect(Collectors.joining(" "));
        String all = report.operating().stream()
                .map(o -> at(o.threshold() / widest, Math.max(0, o.netBenefitOfAll()) / top))
                .collect(Collectors.joining(" "));
        return svg("Decision curve: net benefit by threshold to " + n(widest)) + line(all, "#999", "4")
                + line(model, "#036", "0") + "</svg>";
    }

    private static String svg(String title) {
        return "<svg role=\"img\" width=\"" + (SIZE + 2 * MARGIN) + "\" height=\"" + (SIZE + 2 * MARGIN) + "\"><title>"
                + escape(title) + "</title><text x=\"" + MARGIN + "\" y=\"20\" font-size=\"13\">" + escape(title)
                + "</text><rect x=\"" + MARGIN + "\" y=\"" + MARGIN + "\" width=\"" + SIZE + "\" height=\"" + SIZE
                + "\" fill=\"none\" stroke=\"#ccc\"/>";
    }

    private static String line(String points, String colour, String dashes) {
        return "<polyline fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"2\" stroke-dasharray=\"" + dashes
                + "\" points=\"" + points + "\"/>";
    }

    private static String at(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f", MARGIN + x * SIZE, MARGIN + (1 - y) * SIZE);
    }

    private static void map(StringBuilder page, String title, Map<String, Double> values) {
        table(
                page,
                title,
                List.of("feature", "value"),
                values.entrySet().stream()
                        .map(entry -> List.of(entry.getKey(), n(entry.getValue())))
                        .toList());
    }

    private static void table(StringBuilder page, String title, List<String> head, List<List<String>> rows) {
        page.append("<h2>").append(escape(title)).append("</h2><table><tr>");
        head.forEach(cell -> page.append("<th>").append(escape(cell)).append("</th>"));
        page.append("</tr>");
        for (List<String> row : rows) {
            page.append("<tr>");
            row.forEach(cell -> page.append("<td>").append(escape(cell)).append("</td>"));
            page.append("</tr>");
        }
        page.append("</table>");
    }

    private static String n(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "-";
    }

    private static String i(Interval95 interval) {
        return n(interval.value()) + " (" + n(interval.lower()) + " to " + n(interval.upper()) + ")";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
