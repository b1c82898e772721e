package org.firewarden.model.risk;

import java.util.List;
import java.util.Optional;
import org.firewarden.model.registry.ModelVersion;

/**
 * The risk models that may be asked. A change of stage on this node is heeded by the next question, one on another node within a
 * second.
 */
public interface RiskModels {

    /** The version of a model that stands at stage production, if there is one. */
    Optional<RiskModel> inProduction(String modelId);

    /**
     * The version whose answer a call is shown, and those that run silently beside it.
     *
     * @param subject decides whether the call falls to a canary
     */
    default Selection select(String modelId, CallSubject subject) {
        return new Selection(inProduction(modelId), false, List.of());
    }

    /** Whether a version was disabled since it was chosen: then nobody sees what it answered. */
    default boolean isDisabled(ModelVersion version) {
        return false;
    }

    /** A version by its number, whatever its stage short of disabled, to compute an answer again; empty if it cannot be run. */
    default Optional<RiskModel> version(String modelId, String version) {
        return inProduction(modelId).filter(model -> model.version().version().equals(version));
    }
}
