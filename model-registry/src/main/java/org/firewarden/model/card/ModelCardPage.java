package org.firewarden.model.card;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.firewarden.model.manifest.DeviceCriteria;
import org.firewarden.model.manifest.Evaluation;
import org.firewarden.model.manifest.Lineage;
import org.firewarden.model.manifest.ModelManifest;
import org.firewarden.model.manifest.SourceAttributes;
import org.firewarden.model.registry.ModelCard;
import org.firewarden.model.registry.ModelVersion;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/** A model card in HTML: headings, lists and text, no script, nothing from elsewhere; each text is escaped. */
final class ModelCardPage {

    private static final String STYLE = "body{font-family:system-ui,sans-serif;line-height:1.5;max-width:46rem;"
            + "margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}"
            + "h1{line-height:1.2}dt{font-weight:600}dd{margin:0 0 .5rem}code{overflow-wrap:anywhere}";

    private static final String NOT_AVAILABLE = "Not available";
    private static final List<String> CRITERIA = List.of(
            "Acquires, processes or analyses no medical image or signal",
            "Displays or analyses medical information",
            "Supports recommendations to a health care professional",
            "Lets the professional review the basis independently");

    private final ModelVersion version;
    private final ModelManifest manifest;
    private final StringBuilder html = new StringBuilder();

    ModelCardPage(ModelVersion version, ModelManifest manifest) {
        this.version = version;
        this.manifest = manifest;
    }

    /** The whole page. */
    String toHtml() {
        ModelCard card = version.card();
        html.setLength(0);
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escaped(card.title()))
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n<h1>")
                .append(escaped(card.title()))
                .append("</h1>\n");
        identity();
        paragraph("Intended use", card.intendedUse());
        list("Out of scope", card.outOfScope());
        paragraph("Population", card.population());
        list("Limits", card.limits());
        list("Inputs", card.inputs());
        list("Outputs", card.outputs());
        thresholds();
        paragraph("Performance", card.performance());
        evaluations();
        paragraph("Developer", card.developer());
        paragraph("Citation", card.citation());
        paragraph("Licence", card.licence());
        lineage();
        sourceAttributes();
        criteria();
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private void identity() {
        html.append("<dl>\n");
        term("Model", escaped(version.modelId()));
        term("Version", escaped(version.version()));
        term("Stage", version.stage().name().toLowerCase(Locale.ROOT));
        term("SHA-256 of the artifact", "<code>" + version.sha256() + "</code>");
        html.append("</dl>\n");
    }

    private void thresholds() {
        List<String> lines = manifest.outputs().stream()
                .flatMap(output -> output.thresholds().stream()
                        .map(threshold -> output.title() + " from " + threshold.from() + " " + output.unit() + ": "
                                + threshold.name()
                                + (threshold.meaning() == null ? "" : " (" + threshold.meaning() + ")")))
                .toList();
        if (!lines.isEmpty()) {
            list("Thresholds", lines);
        }
    }

    private void evaluations() {
        List<String> lines = manifest.evaluations().stream()
                .map(report -> report.kind().code() + ": " + report.summary() + " Data: " + report.data() + ". "
                        + report.metrics().stream().map(ModelCardPage::figure).collect(Collectors.joining("; ")))
                .toList();
        if (!lines.isEmpty()) {
            list("Evaluations", lines);
        }
    }

    private static String figure(Evaluation.Metric metric) {
        StringBuilder text = new StringBuilder(metric.name()).append(' ').append(metric.value());
        if (metric.lower() != null && metric.upper() != null) {
            text.append(" (")
                    .append(metric.lower())
                    .append(" to ")
                    .append(metric.upper())
                    .append(')');
        }
        if (metric.subgroup() != null) {
            text.append(", ").append(metric.subgroup());
        }
        if (metric.n() != null) {
            text.append(", n ").append(metric.n());
        }
        return text.toString();
    }

    private void lineage() {
        Lineage lineage = manifest.lineage();
        heading("Lineage").append("<dl>\n");
        term("Derivation", escaped(lineage.derivation()));
        term("Code", escaped(lineage.codeVersion()));
        term("Data set", escaped(stated(lineage.dataSet())));
        term("Training run", escaped(stated(lineage.trainingRun())));
        term("Parent", escaped(stated(lineage.parent())));
        html.append("</dl>\n");
    }

    /** All 31, those that are not known among them (45 CFR 170.315(b)(11)(iv)(B)). */
    private void sourceAttributes() {
        heading("Source attributes (45 CFR 170.315(b)(11))").append("<dl>\n");
        for (SourceAttributes.Attribute attribute : SourceAttributes.all()) {
            term(
                    escaped(attribute.key() + " " + attribute.title()),
                    escaped(stated(manifest.sourceAttributes().get(attribute.key()))));
        }
        html.append("</dl>\n");
    }

    private void criteria() {
        DeviceCriteria criteria = manifest.deviceCriteria();
        heading("Criteria of section 520(o)(1)(E), as the developer declares them")
                .append("<dl>\n");
        for (int i = 0; i < CRITERIA.size(); i++) {
            DeviceCriteria.Criterion criterion =
                    criteria == null ? null : criteria.criteria().get(i);
            term(
                    CRITERIA.get(i),
                    criterion == null
                            ? NOT_AVAILABLE
                            : escaped((criterion.met() ? "Met. " : "Not met. ") + criterion.evidence()));
        }
        term("Time-critical", criteria == null ? NOT_AVAILABLE : criteria.timeCritical() ? "yes" : "no");
        html.append("</dl>\n");
    }

    private static String stated(@Nullable String text) {
        return text == null ? NOT_AVAILABLE : text;
    }

    private void term(String name, String escapedValue) {
        html.append("<dt>")
                .append(name)
                .append("</dt><dd>")
                .append(escapedValue)
                .append("</dd>\n");
    }

    private void paragraph(String heading, String text) {
        heading(heading).append("<p>").append(escaped(text)).append("</p>\n");
    }

    private void list(String heading, List<String> texts) {
        heading(heading).append("<ul>\n");
        texts.forEach(text -> html.append("<li>").append(escaped(text)).append("</li>\n"));
        html.append("</ul>\n");
    }

    private StringBuilder heading(String text) {
        return html.append("<h2>").append(text).append("</h2>\n");
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
