package org.firewarden.cds.service;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.firewarden.cds.hook.Card;
import org.firewarden.cds.hook.Indicator;
import org.firewarden.cds.settings.CdsSettings;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.risk.RiskAnswer;
import org.firewarden.model.risk.RiskAnswer.Risk;
import org.firewarden.model.risk.RiskModel;

/**
 * Composes the card for an answer of a risk model (CDS Hooks 2.0.1, Card Attributes). There is a number on it only if the
 * model gave one; 'not applicable' and 'incomplete' become cards that say why.
 */
final class RiskCard {

    private static final int SUMMARY_LENGTH = 139;

    private final CdsSettings settings;
    private final ServiceDeclaration service;

    RiskCard(CdsSettings settings, ServiceDeclaration service) {
        this.settings = settings;
        this.service = service;
    }

    /**
     * The card.
     *
     * @throws IllegalStateException if the model leaves out an outcome that the service shows
     */
    Card compose(UUID name, RiskModel model, RiskAnswer answer) {
        ModelVersion version = model.version();
        URI modelCard = settings.modelCardUrl(version.modelId(), version.version());
        return new Card(
                name,
                plain(summary(answer)),
                RiskDetail.of(service, model.features(), version.card(), answer),
                indicator(answer),
                new Card.Source(plain(version.card().title() + ", version " + version.version()), modelCard),
                service.overrideCodings(),
                List.of(Card.Link.absolute("Model card", modelCard)));
    }

    private String summary(RiskAnswer answer) {
        String finding;
        if (answer instanceof RiskAnswer.Assessed assessed) {
            finding = " "
                    + RiskDetail.percent(
                            risk(assessed, service.leadingOutcome()).probability());
        } else if (answer instanceof RiskAnswer.Incomplete incomplete) {
            int missing = incomplete.missing().size();
            finding = ": no estimate, " + missing + (missing == 1 ? " input is" : " inputs are") + " missing";
        } else {
            finding = ": not applicable to this patient";
        }
        return service.estimate() + finding + " (" + service.modelName() + ")";
    }

    private Indicator indicator(RiskAnswer answer) {
        if (answer instanceof RiskAnswer.Assessed assessed) {
            Risk banded = risk(assessed, service.bands().outcome());
            return service.bands().of(banded.probability()).indicator();
        }
        return Indicator.INFO;
    }

    private static Risk risk(RiskAnswer.Assessed answer, String outcome) {
        return answer.risks().stream()
                .filter(risk -> risk.outcome().equals(outcome))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the model does not estimate an outcome of the service"));
    }

    /** Plain text on one line, short enough for a summary, without what a careless client would take for an element. */
    private static String plain(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}<>&]", " ").strip();
        return line.length() <= SUMMARY_LENGTH ? line : line.substring(0, SUMMARY_LENGTH);
    }
}
