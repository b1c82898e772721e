package org.firewarden.train.evaluate;

/**
 * What acting on a threshold means: everybody whose probability reaches it is flagged.
 *
 * @param threshold the probability
 * @param sensitivity the share of those with the outcome who are flagged
 * @param specificity the share of those without who are not
 * @param ppv the share of those flagged who have the outcome; NaN if nobody is flagged
 * @param npv the share of those not flagged who do not; NaN if everybody is flagged
 * @param flagged the share of all who are flagged
 * @param netBenefit true positives less false positives weighted by the odds of the threshold, per row (Vickers and Elkin 2006)
 * @param netBenefitOfAll the same if everybody were flagged
 */
public record Operating(
        double threshold,
        double sensitivity,
        double specificity,
        double ppv,
        double npv,
        double flagged,
        double netBenefit,
        double netBenefitOfAll) {

    /** At one threshold, greater than 0 and less than 1. */
    public static Operating at(double threshold, Scored scored) {
        double truePositives = 0;
        double falsePositives = 0;
        double positives = 0;
        for (int i = 0; i < scored.rows(); i++) {
            boolean isPositive = scored.labels()[i] > 0;
            positives += isPositive ? 1 : 0;
            if (scored.probabilities()[i] >= threshold) {
                truePositives += isPositive ? 1 : 0;
                falsePositives += isPositive ? 0 : 1;
            }
        }
        double n = scored.rows();
        double negatives = n - positives;
        double odds = threshold / (1 - threshold);
        return new Operating(
                threshold,
                truePositives / positives,
                1 - falsePositives / negatives,
                truePositives / (truePositives + falsePositives),
                (negatives - falsePositives) / (n - truePositives - falsePositives),
                (truePositives + falsePositives) / n,
                truePositives / n - falsePositives / n * odds,
                positives / n - negatives / n * odds);
    }
}
