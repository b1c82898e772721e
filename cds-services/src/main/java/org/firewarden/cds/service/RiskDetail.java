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
 * hold, so that a clinician can review the basis of the estimate. Each text is escaped: that of a record or a model
 * in full, that of the model card and of the service's file as literal text.
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
            detail.list("No estimate: the model was not made for this patient", escaped(notApplicable.reasons()));
        } else if (answer instanceof RiskAnswer.Incomplete) {
            detail.list("No estimate: inputs are missing", reasons(answer.missing()));
        }
        detail.inputs(answer.inputs());
        List<String> missing = reasons(answer.missing());
        detail.list("Missing", missing.isEmpty() ? List.of("nothing") : missing);
        detail.list("Holds for", List.of(MarkdownText.literal(card.population())));
        detail.list("Limits", literal(card.limits()));
        detail.list("Not to be used for", literal(card.outOfScope()));
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
                text.append(": **").append(MarkdownText.literal(band.name())).append("** (");
                text.append(MarkdownText.literal(service.bands().source())).append(").\n");
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
    }

    /** What is missing and why, in Markdown. */
    private static List<String> reasons(List<Input> missing) {
        return missing.stream()
                .map(input -> MarkdownText.escape(input.title()) + ": "
                        + MarkdownText.escape(((FeatureValue.Missing) input.value()).reason()))
                .toList();
    }

    private static List<String> escaped(List<String> texts) {
        return texts.stream().map(MarkdownText::escape).toList();
    }

    private static List<String> literal(List<String> texts) {
        return texts.stream().map(MarkdownText::literal).toList();
    }

    private void list(String heading, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        text.append("\n**").append(heading).append("**\n\n");
        lines.forEach(line -> text.append("- ").append(line).append('\n'));
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
