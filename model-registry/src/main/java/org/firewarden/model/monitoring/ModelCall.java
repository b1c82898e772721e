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
 * @param isSilent whether it ran beside the version whose answer counts
 * @param cards on how many cards its answer is shown; none for one that runs silently
 * @param latency how long it took; of no meaning if it failed
 * @param answer what it answered, or null if it failed
 * @param subgroups what the patient counts for, by attribute, for example {@code sex=female}; few values each
 */
public record ModelCall(
        ModelVersion version,
        boolean isSilent,
        int cards,
        Duration latency,
        @Nullable RiskAnswer answer,
        Map<String, String> subgroups) {

    /** Copies the map. */
    public ModelCall {
        subgroups = Map.copyOf(subgroups);
    }

    /** A version that could not be run. */
    public static ModelCall failed(ModelVersion version, boolean isSilent) {
        return new ModelCall(version, isSilent, 0, Duration.ZERO, null, Map.of());
    }

    /** Whether its answer is shown. */
    public boolean isShown() {
        return cards > 0;
    }
}
