package org.firewarden.train.graph;

/**
 * What a training step does; fixes the graph.
 *
 * @param shape the network
 * @param optimizer how it moves
 * @param clips whether each patient's gradient is clipped
 * @param isNoisy whether noise is added to the sum; only with clipping
 * @param rowsPerPatient how many rows a patient has in a step, filled up with rows of weight 0
 */
public record StepDesign(Architecture shape, Optimizer optimizer, boolean clips, boolean isNoisy, int rowsPerPatient) {

    /** Refuses noise that hides nothing. */
    public StepDesign {
        if (isNoisy && !clips) {
            throw new IllegalArgumentException("noise without clipping hides nobody");
        }
        if (rowsPerPatient < 1) {
            throw new IllegalArgumentException("a patient has at least one row");
        }
    }
}
