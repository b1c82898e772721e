package org.firewarden.model.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.firewarden.model.feature.Interval;
import org.jspecify.annotations.Nullable;

/**
 * For whom a model holds.
 *
 * @param ranges values outside which it does not
 * @param exclusions features which, if true, rule it out
 */
public record ApplicabilityRules(List<Range> ranges, List<Exclusion> exclusions) {

    /** Copies the lists. */
    public ApplicabilityRules {
        ranges = List.copyOf(ranges);
        exclusions = List.copyOf(exclusions);
    }

    /**
     * The values of a feature, in its unit, for which the model holds: from {@code minimum} to {@code maximum}, or to less than
     * {@code lessThan}.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Range(
            String feature,
            double minimum,
            @Nullable Double maximum,
            @Nullable Double lessThan) {

        /** The same as an interval. */
        public Interval interval() {
            if (maximum != null) {
                return Interval.closed(minimum, maximum);
            }
            return new Interval(minimum, lessThan == null ? Double.POSITIVE_INFINITY : lessThan, false);
        }
    }

    /** A feature whose presence rules the model out, and the sentence that says so. */
    public record Exclusion(String feature, String reason) {}
}
