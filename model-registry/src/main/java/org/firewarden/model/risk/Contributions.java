package org.firewarden.model.risk;

import java.util.List;

/**
 * What moved an estimate away from that of the baseline patient. The amounts add up to the difference.
 *
 * @param outcome the code of the output
 * @param baseline the estimate for the baseline patient of the model's manifest
 * @param each one for each input or group of inputs, in the order of the artifact's columns, in the unit of the output
 * @param isExact true for additive scores and where each coalition of inputs was looked at; else the amounts are Shapley values
 *     estimated by sampling with the manifest's seed
 */
public record Contributions(String outcome, double baseline, List<Contribution> each, boolean isExact) {

    /** Copies the list. */
    public Contributions {
        each = List.copyOf(each);
    }

    /** Says nothing: the amounts are the patient's. */
    @Override
    public String toString() {
        return "Contributions[" + outcome + "]";
    }

    /**
     * What one input contributed.
     *
     * @param feature the feature's name, or the title of a group
     * @param title the feature's title
     * @param amount more or less than the baseline because of it
     */
    public record Contribution(String feature, String title, double amount) {
        /** Names the feature only: the amount is the patient's. */
        @Override
        public String toString() {
            return "Contribution[" + feature + "]";
        }
    }
}
