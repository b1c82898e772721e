package org.firewarden.train.privacy;

/**
 * What a report says about the privacy of a run. The unit is the patient: neighbouring data sets differ by all that is known
 * of one patient, added or removed.
 *
 * @param epsilon what was spent
 * @param delta for which it was computed
 * @param noiseMultiplier the standard deviation of the noise, in clipping norms
 * @param samplingRate the probability with which a patient takes part in a step
 * @param steps how many steps were taken
 * @param accountant {@code rdp} or {@code pld}
 * @param conversion how the accountant's measure became epsilon
 */
public record PrivacyStatement(
        double epsilon,
        double delta,
        double noiseMultiplier,
        double samplingRate,
        int steps,
        String accountant,
        String conversion) {

    /** The statement about rounds of one kind. */
    public static PrivacyStatement of(Accountant accountant, Rounds rounds, double delta) {
        return new PrivacyStatement(
                accountant.epsilon(rounds, delta),
                delta,
                rounds.mechanism().noiseMultiplier(),
                rounds.mechanism().samplingRate(),
                rounds.steps(),
                accountant.name(),
                accountant.conversion());
    }
}
