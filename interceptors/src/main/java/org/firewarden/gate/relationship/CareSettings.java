package org.firewarden.gate.relationship;

import java.time.Duration;

/**
 * What counts as taking care of a patient ({@code firewarden.care.*}).
 *
 * @param afterEncounter how long an encounter that is over still gives its participants and its provider access: for
 *     results that come late, for letters and for questions about the bill
 */
public record CareSettings(Duration afterEncounter) {

    /** A year. */
    public static final CareSettings DEFAULT = new CareSettings(Duration.ofDays(365));

    /** Refuses a time that is negative or longer than ten years. */
    public CareSettings {
        if (afterEncounter.isNegative() || afterEncounter.compareTo(Duration.ofDays(3653)) > 0) {
            throw new IllegalArgumentException("firewarden.care.after-encounter must be between 0 and 3653 days");
        }
    }
}
