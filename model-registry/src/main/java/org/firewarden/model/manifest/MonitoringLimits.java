package org.firewarden.model.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Limits beyond which a version that is shown falls back to silent by itself. A limit that is null is not watched.
 *
 * @param minimumCalls fewer calls than these in the window decide nothing
 * @param failureShare the greatest share of calls that may fail
 * @param overrideShare the greatest share of decisions that may be overrides
 * @param psi the greatest population stability index of an input or output
 * @param auroc the least AUROC once outcomes are known
 * @param calibrationError the greatest expected calibration error once outcomes are known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MonitoringLimits(
        int minimumCalls,
        @Nullable Double failureShare,
        @Nullable Double overrideShare,
        @Nullable Double psi,
        @Nullable Double auroc,
        @Nullable Double calibrationError) {

    /** Half of at least a hundred calls failing is what every version is watched for. */
    public static MonitoringLimits standard() {
        return new MonitoringLimits(100, 0.5, null, null, null, null);
    }
}
