package org.firewarden.model.manifest;

import java.util.List;

/**
 * How a number was distributed in the data that a model was made on, in intervals: below the first edge, between edges, from
 * the last edge on.
 *
 * @param edges ascending
 * @param shares one more than edges; they add up to 1
 */
public record Distribution(List<Double> edges, List<Double> shares) {

    /** Copies the lists. */
    public Distribution {
        edges = List.copyOf(edges);
        shares = List.copyOf(shares);
    }

    /** The index of the interval that a number falls into. */
    public int interval(double value) {
        int interval = 0;
        while (interval < edges.size() && value >= edges.get(interval)) {
            interval++;
        }
        return interval;
    }
}
