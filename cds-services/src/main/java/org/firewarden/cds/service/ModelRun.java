package org.firewarden.cds.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firewarden.model.feature.FeatureValue;
import org.firewarden.model.risk.Contributions;
import org.firewarden.model.risk.RiskAnswer;
import org.firewarden.model.risk.RiskModel;

/**
 * One version's answer to one call.
 *
 * @param name the name of the recommendation, and of its card if there is one
 * @param use how the service shows the model
 * @param model which version
 * @param answer what it answered
 * @param contributions what moved the leading estimate; empty if the model explains nothing or there is no number
 * @param isSilent whether the version ran beside the one whose answer counts
 * @param isCanary whether it is a canary
 * @param latency how long it took
 */
record ModelRun(
        UUID name,
        ServiceModel use,
        RiskModel model,
        RiskAnswer answer,
        Optional<Contributions> contributions,
        boolean isSilent,
        boolean isCanary,
        Duration latency) {

    /** The same answer as another recommendation. */
    ModelRun named(UUID other) {
        return new ModelRun(other, use, model, answer, contributions, isSilent, isCanary, latency);
    }

    /** The names of the inputs that had a value. */
    List<String> usedFeatures() {
        return answer.inputs().stream()
                .filter(input -> input.value() instanceof FeatureValue.Present)
                .map(RiskAnswer.Input::name)
                .toList();
    }

    /** How many people must confirm that they looked at it. */
    int reviewers() {
        return isSilent ? 0 : use.band(answer).map(RiskBands.Band::reviewers).orElse(0);
    }
}
