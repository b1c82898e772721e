package org.firewarden.model.feature;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.firewarden.access.CodedValue;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a patient, one event after the other, up to a moment: the last events of some kinds, each with its kind, the days
 * until the next one, and a measured value where it has one. Each of the three is a feature for each event ({@link EventFeature}).
 *
 * @param name the beginning of the names of its features
 * @param title for people
 * @param window how far back; whole days
 * @param length how many events are read at most: the latest
 * @param greatestGap more days between two events are taken for so many
 * @param kinds in order; a resource is an event of the first kind that it is of, and none if it is of no kind
 */
public record EventSequence(
        String name, String title, Window window, int length, double greatestGap, List<Kind> kinds) {

    /** The resource types that events are made of. */
    static final Set<String> SOURCES =
            Set.of("Condition", "Encounter", "MedicationRequest", "Observation", "Procedure");

    private static final Comparator<CodedValue> BY_TOKEN = Comparator.comparing(CodedValue::toToken);

    /**
     * A kind of event.
     *
     * @param name for people
     * @param source the resource type
     * @param codes the codes that are meant, or null for any; of Observations never null
     * @param panels of Observations, those whose components are looked at
     * @param classes of Encounters the classes (v3-ActCode) that are meant
     * @param scale how its value is told, or null if it has none
     */
    public record Kind(
            String name,
            String source,
            @Nullable CodeSet codes,
            List<CodedValue> panels,
            Set<String> classes,
            @Nullable Scale scale) {

        /** Copies the collections. */
        public Kind {
            panels = List.copyOf(panels);
            classes = Set.copyOf(classes);
        }
    }

    /**
     * How a measured value is told, known without any data set.
     *
     * @param unit the UCUM unit to which it is converted
     * @param range told as 0 to 1; what is beyond is taken for its end
     */
    public record Scale(String unit, Interval range) {

        double of(double value) {
            double share = (value - range.minimum()) / (range.maximum() - range.minimum());
            return Math.min(1, Math.max(0, share));
        }
    }

    /** Copies the list. */
    public EventSequence {
        kinds = List.copyOf(kinds);
        if (length < 1 || !(greatestGap > 0) || kinds.isEmpty() || window.days() == null) {
            throw new IllegalArgumentException("a sequence has events of at least one kind within some days");
        }
    }

    /** Its features: the latest event first, of each its kind, the days and the value. */
    public List<EventFeature> features() {
        List<EventFeature> features = new ArrayList<>();
        for (int back = 1; back <= length; back++) {
            for (EventFeature.Part part : EventFeature.Part.values()) {
                features.add(EventFeature.of(this, back, part));
            }
        }
        return features;
    }

    /** The resource types that are read, in the order of the kinds. */
    Set<String> resourceTypes() {
        Set<String> types = new LinkedHashSet<>();
        kinds.forEach(kind -> types.add(kind.source()));
        return types;
    }

    /** The codes by which Observations are asked for. */
    Stream<CodedValue> observationCodes() {
        return kinds.stream()
                .filter(kind -> kind.source().equals("Observation"))
                .flatMap(kind -> {
                    CodeSet codes = kind.codes();
                    return Stream.concat(
                            codes == null
                                    ? Stream.empty()
                                    : codes.exact().stream().sorted(BY_TOKEN),
                            kind.panels().stream());
                });
    }

    /**
     * One event.
     *
     * @param kind the number of its kind
     * @param day when
     * @param value from 0 to 1, or null
     * @param reference the resource, or null if it has no id
     */
    record Event(
            int kind,
            LocalDate day,
            @Nullable Double value,
            @Nullable String reference) {

        /** Says nothing: it is the patient's. */
        @Override
        public String toString() {
            return "Event";
        }
    }
}
