package org.firewarden.cds.explanation;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.firewarden.cds.recommendation.StoredRecommendation;
import org.springframework.web.util.HtmlUtils;

/**
 * A recommendation in HTML (WCAG 2.2 AA): one heading of the first level, tables with captions and headers, no colour that
 * alone tells anything, no script, nothing from elsewhere; each text is escaped.
 */
final class ExplanationPage {

    private static final String STYLE = "body{font-family:system-ui,sans-serif;line-height:1.5;max-width:50rem;"
            + "margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}h1{line-height:1.2}"
            + "table{border-collapse:collapse;margin:1rem 0;width:100%}caption{font-weight:600;text-align:left;padding:.25rem 0}"
            + "th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top}"
            + "td.number{text-align:right}a{color:#00509e}";

    private final StoredRecommendation made;
    private final JsonNode answer;
    private final URI modelCard;
    private final StringBuilder html = new StringBuilder();

    ExplanationPage(StoredRecommendation made, JsonNode answer, URI modelCard) {
        this.made = made;
        this.answer = answer;
        this.modelCard = modelCard;
    }

    /** The whole page. */
    String toHtml() {
        html.setLength(0);
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>How a recommendation was computed</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n<h1>How a recommendation was computed</h1>\n")
                .append(
                        "<p>Made by a model, not by a person (AIAST). Decision support for a clinician, who is to check the")
                .append(" inputs.</p>\n");
        origin();
        numbers();
        contributions();
        inputs();
        list("Not applicable, because", answer.path("reasons"));
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private void origin() {
        begin("Where it comes from", "What", "Value");
        row("Model", made.modelId());
        row("Version", made.modelVersion());
        row("SHA-256 of the artifact", made.modelSha256());
        row("Service", made.origin().serviceId());
        row("Hook", made.origin().hook());
        row("Made at", made.madeAt().toString());
        row("Kind of answer", made.kind());
        if (answer.has("inputsRecorded")) {
            row(
                    "Inputs that somebody recorded",
                    String.format(
                            Locale.ROOT,
                            "%.0f %%",
                            answer.path("inputsRecorded").asDouble() * 100));
        }
        end();
        html.append("<p><a href=\"")
                .append(escaped(modelCard.toString()))
                .append("\">Model card: for whom it holds, and its limits</a></p>\n");
    }

    private void numbers() {
        if (answer.path("outputs").isEmpty()) {
            return;
        }
        begin("What it says", "Outcome", "Number", "Kind");
        for (JsonNode output : answer.path("outputs")) {
            row(
                    output.path("title").asText(),
                    number(output),
                    output.path("kind").asText());
        }
        end();
        JsonNode band = answer.path("band");
        if (band.has("name")) {
            html.append("<p>Band: ")
                    .append(escaped(band.path("name").asText()))
                    .append(" (")
                    .append(escaped(band.path("source").asText()))
                    .append(")</p>\n");
        }
    }

    private static String number(JsonNode output) {
        double value = output.path("value").asDouble();
        return output.path("kind").asText().equals("probability")
                ? String.format(Locale.ROOT, "%.2f %%", value * 100)
                : String.format(Locale.ROOT, "%.2f", value) + " "
                        + output.path("unit").asText();
    }

    private void contributions() {
        JsonNode contributions = answer.path("contributions");
        if (contributions.path("each").isEmpty()) {
            return;
        }
        String method =
                contributions.path("isExact").asBoolean() ? "exact" : "Shapley values, sampled with a fixed seed";
        begin(
                "What moved " + contributions.path("outcome").asText()
                        + " away from a patient with unremarkable values (" + method + ")",
                "Input",
                "Change");
        for (JsonNode each : contributions.path("each")) {
            row(
                    each.path("title").asText(),
                    String.format(Locale.ROOT, "%+.4f", each.path("amount").asDouble()));
        }
        end();
    }

    private void inputs() {
        begin("Inputs", "Input", "Value", "Date", "Source");
        for (JsonNode input : answer.path("inputs")) {
            boolean isMissing = input.has("missing");
            row(
                    input.path("title").asText(),
                    isMissing
                            ? "missing: " + input.path("missing").asText()
                            : (input.path("value").asText() + " "
                                            + input.path("unit").asText(""))
                                    .strip(),
                    input.path("date").asText("not dated"),
                    input.path("reference").asText(isMissing ? "none" : "nothing recorded"));
        }
        end();
    }

    private void list(String heading, JsonNode texts) {
        if (!texts.isEmpty()) {
            html.append("<h2>").append(heading).append("</h2>\n<ul>\n");
            texts.forEach(
                    text -> html.append("<li>").append(escaped(text.asText())).append("</li>\n"));
            html.append("</ul>\n");
        }
    }

    private void begin(String caption, String... headers) {
        html.append("<table>\n<caption>").append(escaped(caption)).append("</caption>\n<thead><tr>");
        for (String header : headers) {
            html.append("<th scope=\"col\">").append(header).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
    }

    private void row(String name, String... values) {
        html.append("<tr><th scope=\"row\">").append(escaped(name)).append("</th>");
        for (String value : List.of(values)) {
            html.append("<td>").append(escaped(value)).append("</td>");
        }
        html.append("</tr>\n");
    }

    private void end() {
        html.append("</tbody>\n</table>\n");
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
