package org.firewarden.model.monitoring;

import java.util.Locale;
import org.firewarden.model.registry.ModelVersion;

/**
 * A question to one version that the call did not wait for.
 *
 * @param version which version
 * @param isSilent whether it was to run silently
 * @param reason why there is no answer
 */
public record UnansweredCall(ModelVersion version, boolean isSilent, Reason reason) {

    /** Why a version gave no answer, though it did not fail. */
    public enum Reason {
        /** The time of the call was up. */
        OUT_OF_TIME,
        /** More calls were worked on than may be, and this one was not begun. */
        OVERLOADED;

        /** The code: lower case with hyphens. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
