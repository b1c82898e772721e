package org.firewarden.cds.service;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.firewarden.cds.client.EhrToken;
import org.firewarden.cds.hook.HookRequest;
import org.firewarden.cds.recommendation.AnswerKind;
import org.firewarden.cds.recommendation.Recommendation;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.risk.RiskAnswer;
import org.firewarden.phi.Phi;

/**
 * One call of a service by an EHR for a patient in context.
 *
 * @param service which service
 * @param ehr which EHR
 * @param request what it asks
 */
record ServiceCall(ServiceDeclaration service, EhrToken ehr, HookRequest request) {

    /** What is remembered of the card that answers this call. */
    Recommendation recommendation(UUID card, ModelVersion model, RiskAnswer answer, Instant shownAt) {
        Map<String, Double> outputs = new LinkedHashMap<>();
        if (answer instanceof RiskAnswer.Assessed assessed) {
            assessed.risks().forEach(risk -> outputs.put(risk.outcome(), risk.probability()));
        }
        List<String> used = answer.inputs().stream()
                .filter(input -> input.value() instanceof FeatureValue.Present)
                .map(RiskAnswer.Input::name)
                .toList();
        return new Recommendation(
                card,
                service.id(),
                request.hookInstance(),
                ehr.issuer(),
                request.userId(),
                request.patientId(),
                request.encounterId(),
                model,
                kindOf(answer),
                Phi.of(outputs),
                used,
                shownAt);
    }

    private static AnswerKind kindOf(RiskAnswer answer) {
        if (answer instanceof RiskAnswer.Assessed) {
            return AnswerKind.ASSESSED;
        }
        return answer instanceof RiskAnswer.NotApplicable ? AnswerKind.NOT_APPLICABLE : AnswerKind.INCOMPLETE;
    }
}
