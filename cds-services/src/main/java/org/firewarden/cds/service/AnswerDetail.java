package org.firewarden.cds.service;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.firewarden.model.feature.FeatureSpec;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.registry.ModelCard;
import org.firewarden.model.risk.Contributions;
import org.firewarden.model.risk.RiskAnswer;
import org.firewarden.model.risk.RiskAnswer.Input;
import org.firewarden.model.risk.RiskAnswer.Risk;

/**
 * The detail of a card in Markdown: the estimates, what moved them, every input with its date, what is missing, and where the
 * model does not hold, so that a clinician can review the basis of the estimate. Each text is escaped: that of a record or a
 * model in full, that of the model card and of the service's file as literal text.
 */
final class AnswerDetail {

    private static final int MOST_CONTRIBUTIONS = 8;
    private static final String FOR_A_CLINICIAN = """

            *Made by a model, not by a person. Decision support for a clinician, who is to check the inputs. It is not a \
            diagnosis and orders nothing.*
            """;

    private final StringBuilder text = new StringBuilder();
    private final ModelRun run;
    private final FeatureSpec features;

    private AnswerDetail(ModelRun run) {
        this.run = run;
        this.features = run.model().features();
    }

    /** The detail for an answer. */
    static String of(ModelRun run) {
        AnswerDetail detail = new AnswerDetail(run);
        detail.write(run.answer(), run.model().version().card());
        return detail.text.toString();
    }

    private void write(RiskAnswer answer, ModelCard card) {
        if (answer instanceof RiskAnswer.Assessed assessed) {
            risks(assessed.risks());
            run.contributions().ifPresent(each -> contributions(each, assessed));
        } else if (answer instanceof RiskAnswer.NotApplicable notApplicable) {
            list("No estimate: the model was not made for this patient", escaped(notApplicable.reasons()));
        } else if (answer instanceof RiskAnswer.Incomplete) {
            list("No estimate: inputs are missing", reasons(answer.missing()));
        }
        inputs(answer.inputs());
        List<String> missing = reasons(answer.missing());
        list("Missing", missing.isEmpty() ? List.of("nothing") : missing);
        support(InputSupport.of(answer));
        list("Holds for", List.of(MarkdownText.literal(card.population())));
        list("Limits", literal(card.limits()));
        list("Not to be used for", literal(card.outOfScope()));
        text.append(FOR_A_CLINICIAN);
    }

    private void risks(List<Risk> risks) {
        text.append("| Outcome | Estimate |\n| --- | ---: |\n");
        risks.forEach(risk -> row(risk.title(), Estimate.text(risk)));
        for (Risk risk : risks) {
            if (risk.outcome().equals(run.use().bands().outcome())) {
                RiskBands.Band band = run.use().bands().of(risk.value());
                text.append('\n').append(MarkdownText.escape(risk.title()));
                text.append(": **").append(MarkdownText.literal(band.name())).append("** (");
                text.append(MarkdownText.literal(run.use().bands().source())).append(").\n");
            }
        }
    }

    /** The strongest first; those that moved nothing are left out. */
    private void contributions(Contributions contributions, RiskAnswer.Assessed answer) {
        Risk risk = ServiceModel.risk(answer.risks(), contributions.outcome());
        List<Contributions.Contribution> strongest = contributions.each().stream()
                .filter(each -> each.amount() != 0)
                .sorted(Comparator.comparingDouble((Contributions.Contribution each) -> -Math.abs(each.amount())))
                .limit(MOST_CONTRIBUTIONS)
                .toList();
        if (strongest.isEmpty()) {
            return;
        }
        text.append("\n**What moved ").append(MarkdownText.escape(risk.title())).append("** (");
        text.append(contributions.isExact() ? "exact" : "Shapley values, sampled");
        text.append("; against a patient with unremarkable values)\n\n| Input | Change |\n| --- | ---: |\n");
        strongest.forEach(each -> row(each.title(), Estimate.amount(risk, each.amount())));
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

    private void support(InputSupport support) {
        if (!support.assumed().isEmpty()) {
            list("Taken for 'no' because nothing is recorded", escaped(support.assumed()));
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
