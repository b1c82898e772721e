package org.firewarden.model.monitoring;

import java.time.Duration;
import java.util.Map;
import org.firewarden.model.registry.ModelVersion;
import org.firewarden.model.risk.RiskAnswer;
import org.jspecify.annotations.Nullable;

/**
 * One question to one version.
 *
 * @param version which version
 * @param isShown whether its answer is shown; false for one that runs silently
 * @param latency how long it took
 * @param answer what it answered, or null if it failed
 * @param subgroups what the patient counts for, by attribute, for example {@code sex=female}; few values each
 */
public record ModelCall(
        ModelVersion version,
        boolean isShown,
        Duration latency,
        @Nullable RiskAnswer answer,
        Map<String, String> subgroups) {

    /** Copies the map. */
    public ModelCall {
        subgroups = Map.copyOf(subgroups);
    }
}
