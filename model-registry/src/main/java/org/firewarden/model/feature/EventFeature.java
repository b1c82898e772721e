package org.firewarden.model.feature;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One thing about one event of a sequence. Where there is no such event, or it has no value, a model takes a substitute that no event
 * has.
 *
 * @param back which event: 1 is the latest, 2 the one before it
 * @param part what of it
 */
public record EventFeature(String name, String title, EventSequence sequence, int back, Part part) implements Feature {

    private static final double NONE = -1;

    /** What of an event. */
    public enum Part {
        /** The number of its kind, from 0. */
        KIND("kind"),
        /** The days until the next event, or until the moment for the latest. */
        GAP("days until the next"),
        /** Its value, from 0 to 1 within the range of its kind. */
        VALUE("value");

        private final String title;

        Part(String title) {
            this.title = title;
        }
    }

    static EventFeature of(EventSequence sequence, int back, Part part) {
        return new EventFeature(
                sequence.name() + "_" + back + "_" + part.name().toLowerCase(Locale.ROOT),
                sequence.title() + ", " + (back == 1 ? "the latest" : back + " from the end") + ": " + part.title,
                sequence,
                back,
                part);
    }

    /** The first of the types that its sequence reads. */
    @Override
    public String resourceType() {
        return resourceTypes().iterator().next();
    }

    @Override
    public Set<String> resourceTypes() {
        return sequence.resourceTypes();
    }

    @Override
    public MissingRule missing() {
        return MissingRule.SUBSTITUTED;
    }

    /** For the kind the number after the last, else a number less than each. */
    @Override
    public OptionalDouble substitute() {
        return OptionalDouble.of(part == Part.KIND ? sequence.kinds().size() : NONE);
    }

    /** What the days or the value can be, as a model is told them. */
    public Interval range() {
        return switch (part) {
            case KIND -> Interval.closed(0, sequence.kinds().size());
            case GAP -> Interval.closed(0, sequence.greatestGap());
            case VALUE -> Interval.closed(0, 1);
        };
    }

    @Override
    public String unitText() {
        return part == Part.GAP ? "days" : "";
    }

    @Override
    public String display(FeatureValue.Present present) {
        return switch (part) {
            case KIND -> sequence.kinds().get((int) present.value()).name();
            case GAP -> Feature.number(present.value()) + " days";
            case VALUE -> Feature.number(100 * present.value()) + " % of the usual range";
        };
    }
}
