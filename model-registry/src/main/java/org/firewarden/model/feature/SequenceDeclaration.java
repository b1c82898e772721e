package org.firewarden.model.feature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.firewarden.access.CodedValue;
import org.firewarden.model.feature.EventSequence.Kind;
import org.firewarden.model.feature.EventSequence.Scale;
import org.firewarden.model.yaml.YamlObject;

/** Reads the entry of a feature spec that declares a sequence of events. */
final class SequenceDeclaration {

    private static final int GREATEST_LENGTH = 64;

    private final FeatureDeclaration shared;

    SequenceDeclaration(FeatureDeclaration shared) {
        this.shared = shared;
    }

    /** Whether an entry is one of these. */
    static boolean isMeant(YamlObject object) {
        return object.has("kinds");
    }

    Optional<EventSequence> read(YamlObject object) {
        Optional<String> name = shared.name(object);
        Optional<String> title = object.text("title");
        Optional<Window> window = shared.window(object, "window").filter(found -> {
            if (found.days() == null) {
                object.problem("window", "a window of events is an ISO 8601 period such as P1Y");
            }
            return found.days() != null;
        });
        double length = object.number("length").orElse(0);
        if (length < 1 || length > GREATEST_LENGTH || length != Math.rint(length)) {
            object.problem("length", "'length' is a number of events from 1 to " + GREATEST_LENGTH);
        }
        double gap = object.number("greatest-gap").orElse(0);
        if (!(gap >= 1)) {
            object.problem("greatest-gap", "'greatest-gap' is a number of days, at least 1");
        }
        List<YamlObject> entries = object.objects("kinds");
        List<Kind> kinds = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlObject entry : entries) {
            kind(entry).ifPresent(kind -> {
                kinds.add(kind);
                if (!names.add(kind.name())) {
                    entry.problem("name", "kind '" + kind.name() + "' stands twice");
                }
            });
        }
        if (entries.isEmpty()) {
            object.problem("kinds", "there must be kinds of events");
        }
        object.refuseOtherKeys();
        boolean isWhole = name.isPresent() && title.isPresent() && window.isPresent();
        return isWhole && length >= 1 && gap >= 1 && !kinds.isEmpty()
                ? Optional.of(new EventSequence(name.get(), title.get(), window.get(), (int) length, gap, kinds))
                : Optional.empty();
    }

    private Optional<Kind> kind(YamlObject entry) {
        Optional<String> name = entry.text("name");
        name.filter(text -> text.equals("unknown") || text.contains("="))
                .ifPresent(text -> entry.problem("name", "a kind is not called 'unknown' and has no '=' in its name"));
        Optional<String> source = entry.text("source");
        if (source.isPresent() && !EventSequence.SOURCES.contains(source.get())) {
            entry.problem("source", "an event is Encounter, Condition, Observation, MedicationRequest or Procedure");
        }
        boolean isObservation = source.filter("Observation"::equals).isPresent();
        boolean isEncounter = source.filter("Encounter"::equals).isPresent();
        CodeSet codes = null;
        List<CodedValue> panels = List.of();
        Set<String> classes = Set.of();
        Scale scale = null;
        if (isEncounter) {
            classes = Set.copyOf(entry.texts("classes"));
            if (classes.isEmpty()) {
                entry.problem("classes", "'classes' must name at least one class");
            }
        } else if (isObservation) {
            codes = new CodeSet(new HashSet<>(shared.codes(entry, "codes", true)), List.of());
            panels = shared.codes(entry, "panels", false);
            scale = entry.has("unit") ? scale(entry).orElse(null) : null;
        } else if (entry.has("code-list")) {
            codes = shared.codeList(entry).orElse(null);
        } else if (entry.has("codes")) {
            codes = new CodeSet(new HashSet<>(shared.codes(entry, "codes", true)), List.of());
        }
        entry.refuseOtherKeys();
        return name.isEmpty() || source.isEmpty()
                ? Optional.empty()
                : Optional.of(new Kind(name.get(), source.get(), codes, panels, classes, scale));
    }

    private Optional<Scale> scale(YamlObject entry) {
        Optional<String> unit = shared.unit(entry);
        OptionalDouble minimum = entry.number("minimum");
        OptionalDouble maximum = entry.number("maximum");
        if (unit.isEmpty() || minimum.isEmpty() || maximum.isEmpty()) {
            return Optional.empty();
        }
        if (minimum.getAsDouble() >= maximum.getAsDouble()) {
            entry.problem("minimum", "the minimum must be less than the maximum");
            return Optional.empty();
        }
        return Optional.of(new Scale(unit.get(), Interval.closed(minimum.getAsDouble(), maximum.getAsDouble())));
    }
}
