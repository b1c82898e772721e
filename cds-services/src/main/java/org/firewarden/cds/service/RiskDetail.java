package org.firewarden.cds.service;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.registry.ModelCard;
import org.firewarden.model.risk.RiskAnswer;
import org.firewarden.model.risk.RiskAnswer.Input;
import org.firewarden.model.risk.RiskAnswer.Risk;

/**
 * The detail of a card in Markdown: the estimates, every input with its date, what is missing, and where the model does not
 * hold, so that a clinician can review the basis of the estimate. Each text that is not a literal of this class is escaped.
 */
final class RiskDetail {

    private static final String FOR_A_CLINICIAN = """

            *Decision support for a clinician, who is to check the inputs. It is not a diagnosis and orders nothing.*
            """;

    private final StringBuilder text = new StringBuilder();
    private final ServiceDeclaration service;
    private final FeatureSpec features;

    private RiskDetail(ServiceDeclaration service, FeatureSpec features) {
        this.service = service;
        this.features = features;
    }

    /** The detail for an answer. */
    static String of(ServiceDeclaration service, FeatureSpec features, ModelCard card, RiskAnswer answer) {
        RiskDetail detail = new RiskDetail(service, features);
        if (answer instanceof RiskAnswer.Assessed assessed) {
            detail.risks(assessed.risks());
        } else if (answer instanceof RiskAnswer.NotApplicable notApplicable) {
            detail.list("No estimate: the model was not made for this patient", notApplicable.reasons());
        } else if (answer instanceof RiskAnswer.Incomplete incomplete) {
            detail.list("No estimate: inputs are missing", incomplete.missing());
        }
        detail.inputs(answer.inputs());
        detail.list("Holds for", List.of(card.population()));
        detail.list("Limits", card.limits());
        detail.list("Not to be used for", card.outOfScope());
        return detail.text.append(FOR_A_CLINICIAN).toString();
    }

    /** A probability as people read it: a percentage with one decimal. */
    static String percent(double probability) {
        return String.format(Locale.ROOT, "%.1f%%", probability * 100);
    }

    private void risks(List<Risk> risks) {
        text.append("| Outcome | Risk |\n| --- | ---: |\n");
        risks.forEach(risk -> row(risk.title(), percent(risk.probability())));
        for (Risk risk : risks) {
            if (risk.outcome().equals(service.bands().outcome())) {
                RiskBands.Band band = service.bands().of(risk.probability());
                text.append('\n').append(MarkdownText.escape(risk.title()));
                text.append(": **").append(MarkdownText.escape(band.name())).append("** (");
                text.append(MarkdownText.escape(service.bands().source())).append(").\n");
            }
        }
    }

    private void inputs(List<Input> inputs) {
        List<Input> present = inputs.stream()
                .filter(input -> input.value() instanceof FeatureValue.Present)
                .toList();
        if (!present.isEmpty()) {
            text.append("\n**Inputs used**\n\n| Input | Value | Date |\n| --- | --- | --- |\n");
            for (Input input : present) {
                FeatureValue.Present value = (FeatureValue.Present) input.value();
                row(input.title(), display(input.name(), value), date(value));
            }
        }
        List<String> missing = inputs.stream()
                .filter(input -> input.value() instanceof FeatureValue.Missing)
                .map(input -> input.title() + ": " + ((FeatureValue.Missing) input.value()).reason())
                .toList();
        list("Missing", missing.isEmpty() ? List.of("nothing") : missing);
    }

    private void list(String heading, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        text.append("\n**").append(heading).append("**\n\n");
        lines.forEach(
                line -> text.append("- ").append(MarkdownText.escape(line)).append('\n'));
    }

    private void row(String... cells) {
        text.append('|');
        for (String cell : cells) {
            text.append(' ').append(MarkdownText.escape(cell)).append(" |");
        }
        text.append('\n');
    }

    private String display(String name, FeatureValue.Present value) {
        return features.feature(name)
                .map(feature -> feature.display(value))
                .orElseGet(() -> value.value() + (value.unit() == null ? "" : " " + value.unit()));
    }

    private static String date(FeatureValue.Present value) {
        LocalDate date = value.date();
        if (date != null) {
            return date.toString();
        }
        return value.reference() == null ? "nothing recorded" : "not dated";
    }
}
