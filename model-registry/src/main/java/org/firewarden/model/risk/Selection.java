package org.firewarden.model.risk;

import java.util.List;
import java.util.Optional;

/**
 * Which versions of a model run for one call.
 *
 * @param shown the one whose answer is shown: of a call that falls to the canary the canary, else the one in production; empty
 *     if there is none
 * @param isCanary whether that is the canary
 * @param silent those that run beside it; their answers are stored and shown to nobody
 */
public record Selection(Optional<RiskModel> shown, boolean isCanary, List<RiskModel> silent) {

    /** Nothing runs. */
    public static final Selection NONE = new Selection(Optional.empty(), false, List.of());

    /** Copies the list. */
    public Selection {
        silent = List.copyOf(silent);
    }
}
