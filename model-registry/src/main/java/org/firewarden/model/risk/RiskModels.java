package org.firewarden.model.risk;

import java.util.Optional;

/** The risk models that may be asked. */
public interface RiskModels {

    /** The version of a model that stands at stage production, if there is one. */
    Optional<RiskModel> inProduction(String modelId);
}
