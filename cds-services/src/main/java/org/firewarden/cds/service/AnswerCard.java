package org.firewarden.cds.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.firewarden.cds.hook.Card;
import org.firewarden.cds.hook.Indicator;
import org.firewarden.cds.hook.SelectionBehavior;
import org.firewarden.cds.hook.Suggestion;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.risk.RiskAnswer;

/**
 * Composes the card for an answer of a model (CDS Hooks 2.0.1, Card Attributes). There is a number on it only if the model
 * gave one; 'not applicable' and 'incomplete' become cards that say why.
 */
final class AnswerCard {

    /** The name of our extension of a card. */
    static final String EXTENSION = "org.firewarden.recommendation";

    private static final int SUMMARY_LENGTH = 139;

    private final CdsSettings settings;
    private final ServiceDeclaration service;

    AnswerCard(CdsSettings settings, ServiceDeclaration service) {
        this.settings = settings;
        this.service = service;
    }

    /**
     * The card.
     *
     * @throws IllegalStateException if the model leaves out an outcome that the service shows
     */
    Card compose(ModelRun run) {
        Indicator indicator =
                run.use().band(run.answer()).map(RiskBands.Band::indicator).orElse(Indicator.INFO);
        return card(run, summary(run), AnswerDetail.of(run), indicator, List.of());
    }

    /** The card about a drafted order that the model's number speaks against. */
    Card compose(ModelRun run, OrderRules.Rule rule, List<Suggestion> suggestions) {
        RiskAnswer.Assessed answer = (RiskAnswer.Assessed) run.answer();
        String number = Estimate.text(run.use().leading(answer));
        String detail = "**" + MarkdownText.literal(rule.drug()) + "**: " + MarkdownText.literal(rule.text()) + " ("
                + MarkdownText.literal(rule.source()) + ")\n\n" + AnswerDetail.of(run);
        String summary = rule.drug() + " at " + run.use().estimate() + " " + number;
        return card(run, summary, detail, rule.indicator(), suggestions);
    }

    private Card card(ModelRun run, String summary, String detail, Indicator indicator, List<Suggestion> suggestions) {
        ModelVersion version = run.model().version();
        URI modelCard = settings.modelCardUrl(version.modelId(), version.version());
        return new Card(
                run.name(),
                plain(summary),
                detail,
                indicator,
                new Card.Source(
                        plain(version.card().title() + ", version " + version.version()),
                        modelCard,
                        run.use().topic()),
                suggestions,
                suggestions.isEmpty() ? null : SelectionBehavior.AT_MOST_ONE,
                service.overrideReasons(),
                links(run, modelCard),
                extension(run, version));
    }

    private List<Card.Link> links(ModelRun run, URI modelCard) {
        Card.Link toModelCard = Card.Link.absolute("Model card", modelCard);
        URI app = settings.answers().explanationApp();
        return app == null
                ? List.of(toModelCard)
                : List.of(
                        toModelCard,
                        Card.Link.smart("How this was computed", app, run.name().toString()));
    }

    private static String summary(ModelRun run) {
        String finding;
        if (run.answer() instanceof RiskAnswer.Assessed assessed) {
            finding = " " + Estimate.text(run.use().leading(assessed));
        } else if (run.answer() instanceof RiskAnswer.Incomplete incomplete) {
            int missing = incomplete.missing().size();
            finding = ": no estimate, " + missing + (missing == 1 ? " input is" : " inputs are") + " missing";
        } else {
            finding = ": not applicable to this patient";
        }
        return run.use().estimate() + finding + " (" + run.use().name() + ")";
    }

    /** What programs may want to know; nothing depends on their reading it. */
    private static ObjectNode extension(ModelRun run, ModelVersion version) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("model", version.modelId());
        facts.put("version", version.version());
        facts.put("sha256", version.sha256());
        facts.put("madeBy", "AIAST");
        facts.put("inputsRecorded", InputSupport.of(run.answer()).share());
        Optional<RiskBands.Band> band = run.use().band(run.answer());
        band.ifPresent(found -> facts.put("band", found.name()));
        int reviewers = run.reviewers();
        if (reviewers > 0) {
            facts.put("reviewersRequired", reviewers);
        }
        ObjectNode extension = JsonNodeFactory.instance.objectNode();
        extension.set(EXTENSION, facts);
        return extension;
    }

    /** Plain text on one line, short enough for a summary, without what a careless client would take for an element. */
    private static String plain(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}<>&]", " ").strip();
        return line.length() <= SUMMARY_LENGTH ? line : line.substring(0, SUMMARY_LENGTH);
    }
}
