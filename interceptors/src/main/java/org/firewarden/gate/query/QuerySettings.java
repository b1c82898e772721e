package org.firewarden.gate.query;

/**
 * How much the firewall does for one query.
 *
 * @param maximumMatches the most inner resources that a chain, a {@code _has} or a count may find
 * @param maximumInspected the most inner resources that are looked at to find these, hidden ones among them
 * @param maximumDepth how deep chains and {@code _has} may nest
 */
public record QuerySettings(int maximumMatches, int maximumInspected, int maximumDepth) {

    /** What holds if nothing is set. */
    public static final QuerySettings DEFAULT = new QuerySettings(1_000, 20_000, 8);

    /** Refuses limits that would allow nothing. */
    public QuerySettings {
        if (maximumMatches < 1 || maximumInspected < maximumMatches || maximumDepth < 1) {
            throw new IllegalArgumentException("the limits of queries are positive, and more is inspected than found");
        }
    }
}
