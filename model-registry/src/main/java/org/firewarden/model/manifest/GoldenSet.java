package org.firewarden.model.manifest;

import java.util.List;

/**
 * Inputs with the outputs that the artifact must reproduce on each machine that runs it.
 *
 * @param tolerance the greatest absolute difference that is allowed
 * @param rows at least one; the first is what warms a session up
 */
public record GoldenSet(double tolerance, List<Row> rows) {

    /** Copies the rows. */
    public GoldenSet {
        rows = List.copyOf(rows);
    }

    /** One row. */
    public record Row(List<Double> inputs, List<Double> outputs) {
        /** Copies the lists. */
        public Row {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }
    }
}
