package org.firewarden.model.monitoring;

import java.util.Map;

/**
 * What became of one patient for whom a version had given a probability.
 *
 * @param model the model's id
 * @param version its version
 * @param output the code of the output
 * @param predicted the probability that it gave
 * @param isEvent whether the event happened within the model's time
 * @param subgroups as in the call
 */
public record ModelOutcome(
        String model, String version, String output, double predicted, boolean isEvent, Map<String, String> subgroups) {

    /** Copies the map. */
    public ModelOutcome {
        subgroups = Map.copyOf(subgroups);
    }

    /** Names version and output only. */
    @Override
    public String toString() {
        return "ModelOutcome[" + model + " " + version + " " + output + "]";
    }
}
