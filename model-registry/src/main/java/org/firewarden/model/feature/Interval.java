package org.firewarden.model.feature;

/**
 * Numbers from a minimum, included, to a maximum.
 *
 * @param includesMaximum whether the maximum itself is inside
 */
public record Interval(double minimum, double maximum, boolean includesMaximum) {

    /** Refuses an interval that holds nothing. */
    public Interval {
        if (!(minimum < maximum)) {
            throw new IllegalArgumentException("the minimum must be less than the maximum");
        }
    }

    /** An interval with both its ends. */
    public static Interval closed(double minimum, double maximum) {
        return new Interval(minimum, maximum, true);
    }

    /** Whether the value is inside; NaN never is. */
    public boolean contains(double value) {
        return value >= minimum && (includesMaximum ? value <= maximum : value < maximum);
    }

    /** For people: {@code 30 to 79}, {@code 18.5 to less than 40}. */
    @Override
    public String toString() {
        return Feature.number(minimum) + (includesMaximum ? " to " : " to less than ") + Feature.number(maximum);
    }
}
