package org.firewarden.gate.breakglass;

import java.time.Duration;
import java.util.List;

/**
 * Emergency access ({@code firewarden.break-glass.*}).
 *
 * @param duration how long a grant is open, 15 to 60 minutes
 * @param acrValues the {@code acr} values of tokens that count as a strong sign-in
 * @param reviewWithin how soon a privacy officer is to look at a grant
 */
public record BreakGlassSettings(Duration duration, List<String> acrValues, Duration reviewWithin) {

    /**
     * Half an hour; our own step-up, REFEDS MFA, and the phishing-resistant ones of OpenID EAP ACR Values 1.0; a day.
     */
    public static final BreakGlassSettings DEFAULT = new BreakGlassSettings(
            Duration.ofMinutes(30),
            List.of("urn:firewarden:acr:step-up", "https://refeds.org/profile/mfa", "phr", "phrh"),
            Duration.ofHours(24));

    /** Refuses a grant that is too short to help or too long for an emergency, and a sign-in that anything would do for. */
    public BreakGlassSettings {
        acrValues = List.copyOf(acrValues);
        if (duration.compareTo(Duration.ofMinutes(15)) < 0 || duration.compareTo(Duration.ofMinutes(60)) > 0) {
            throw new IllegalArgumentException("firewarden.break-glass.duration must be between 15 and 60 minutes");
        }
        if (acrValues.isEmpty() || !acrValues.stream().allMatch(acr -> acr.matches("[A-Za-z0-9:/._-]{1,100}"))) {
            throw new IllegalArgumentException(
                    "firewarden.break-glass.acr-values must name at least one value, without spaces and quotes");
        }
        if (reviewWithin.isNegative() || reviewWithin.isZero()) {
            throw new IllegalArgumentException("firewarden.break-glass.review-within must be positive");
        }
    }
}
