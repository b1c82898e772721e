package org.firewarden.cds.service;

import java.util.List;
import java.util.Optional;
import org.firewarden.cds.hook.Coding;
import org.firewarden.model.risk.RiskAnswer;
import org.jspecify.annotations.Nullable;

/**
 * One model of a service, and how its answer reads on a card.
 *
 * @param modelId the model whose production version answers
 * @param name what clinicians call it, short enough for the summary of a card
 * @param estimate what the number is, for the summary of a card
 * @param leadingOutcome the code of the outcome in the summary
 * @param topic what a card is about, or null
 * @param onNotApplicable whether a card says that the model does not hold for the patient
 * @param onIncomplete whether a card says that inputs are missing
 * @param bands how ranges of a number are named
 */
record ServiceModel(
        String modelId,
        String name,
        String estimate,
        String leadingOutcome,
        @Nullable Coding topic,
        boolean onNotApplicable,
        boolean onIncomplete,
        RiskBands bands) {

    /** Whether an answer of this kind becomes a card. */
    boolean isShown(RiskAnswer answer) {
        if (answer instanceof RiskAnswer.NotApplicable) {
            return onNotApplicable;
        }
        return answer instanceof RiskAnswer.Assessed || onIncomplete;
    }

    /** The estimate of the summary. */
    RiskAnswer.Risk leading(RiskAnswer.Assessed answer) {
        return risk(answer.risks(), leadingOutcome);
    }

    /** The band of an answer, or empty if there is no number. */
    Optional<RiskBands.Band> band(RiskAnswer answer) {
        return answer instanceof RiskAnswer.Assessed assessed
                ? Optional.of(bands.of(risk(assessed.risks(), bands.outcome()).value()))
                : Optional.empty();
    }

    static RiskAnswer.Risk risk(List<RiskAnswer.Risk> risks, String outcome) {
        return risks.stream()
                .filter(risk -> risk.outcome().equals(outcome))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the model does not estimate an outcome of the service"));
    }
}
