package org.firewarden.model.card;

import java.util.List;
import java.util.Locale;
import org.firewarden.model.registry.ModelCard;
import org.firewarden.model.registry.ModelVersion;
import org.springframework.web.util.HtmlUtils;

/** A model card in HTML: headings, lists and text, no script, nothing from elsewhere; each text is escaped. */
final class ModelCardPage {

    private static final String STYLE = "body{font-family:system-ui,sans-serif;line-height:1.5;max-width:46rem;"
            + "margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}"
            + "h1{line-height:1.2}dt{font-weight:600}dd{margin:0 0 .5rem}code{overflow-wrap:anywhere}";

    private final ModelVersion version;
    private final StringBuilder html = new StringBuilder();

    ModelCardPage(ModelVersion version) {
        this.version = version;
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
        paragraph("Performance", card.performance());
        paragraph("Developer", card.developer());
        paragraph("Citation", card.citation());
        paragraph("Licence", card.licence());
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
