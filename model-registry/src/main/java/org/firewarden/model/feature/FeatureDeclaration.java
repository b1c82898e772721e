package org.firewarden.model.feature;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.firewarden.access.CodedValue;
import org.firewarden.model.yaml.FileProblems;
import org.firewarden.model.yaml.InvalidFileException;
import org.firewarden.model.yaml.YamlObject;
import org.jspecify.annotations.Nullable;

/** Reads one entry under {@code features} of a feature spec. Problems are noted; an entry with any is read as empty. */
final class FeatureDeclaration {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

    private final UnitConversion units;
    private final UnaryOperator<String> files;
    private final FileProblems problems;

    FeatureDeclaration(UnitConversion units, UnaryOperator<String> files, FileProblems problems) {
        this.units = units;
        this.files = files;
        this.problems = problems;
    }

    Optional<Feature> read(YamlObject object) {
        Optional<String> name = name(object);
        Optional<String> title = object.text("title");
        Optional<MissingRule> missing = constant(object, "missing", MissingRule.class);
        Optional<String> source = object.text("source");
        if (name.isEmpty() || title.isEmpty() || source.isEmpty()) {
            return Optional.empty();
        }
        if (EventDeclaration.isMeant(object)) {
            Optional<Feature> event = new EventDeclaration(this).read(name.get(), title.get(), source.get(), object);
            object.refuseOtherKeys();
            return event;
        }
        Optional<Feature> feature = switch (source.get()) {
            case "Patient" -> demographic(name.get(), title.get(), object);
            case "Observation" ->
                object.has("yes")
                        ? answer(name.get(), title.get(), missing.orElse(null), object)
                        : measurement(name.get(), title.get(), missing.orElse(null), object);
            case "Condition" -> condition(name.get(), title.get(), missing.orElse(null), object);
            case "MedicationRequest" -> medication(name.get(), title.get(), missing.orElse(null), object);
            case "Encounter" ->
                object.has("classes")
                        ? encounterCount(name.get(), title.get(), object)
                        : encounter(name.get(), title.get(), missing.orElse(null), object);
            case "Procedure" -> missing.map(rule -> new ProcedureFeature(name.get(), title.get(), rule));
            default -> {
                object.problem(
                        "source",
                        "source is Patient, Observation, Condition, MedicationRequest, Encounter or Procedure");
                yield Optional.empty();
            }
        };
        object.refuseOtherKeys();
        if (feature.isPresent() && missing.isPresent() && feature.get().missing() != missing.get()) {
            object.problem("missing", "this rule is not for such a feature");
        }
        return feature;
    }

    /** The name, which is well formed. */
    Optional<String> name(YamlObject object) {
        Optional<String> name = object.text("name");
        name.filter(text -> !NAME.matcher(text).matches())
                .ifPresent(text -> object.problem("name", "a name is lower case with underscores"));
        return name;
    }

    private Optional<Feature> demographic(String name, String title, YamlObject object) {
        return constant(object, "element", DemographicFeature.Element.class)
                .map(element -> new DemographicFeature(name, title, element));
    }

    private Optional<Feature> measurement(String name, String title, @Nullable MissingRule missing, YamlObject object) {
        List<CodedValue> codes = codes(object, "codes", true);
        List<CodedValue> panels = codes(object, "panels", false);
        Optional<Window> window = window(object);
        Optional<String> unit = unit(object);
        Optional<Substance> substance =
                object.has("substance") ? constant(object, "substance", Substance.class) : Optional.empty();
        if (unit.isPresent() && substance.isPresent() && !measures(substance.get(), unit.get())) {
            object.problem("unit", "the unit is none of the substance's concentration");
        }
        Optional<Interval> plausible = object.object("plausible").flatMap(this::interval);
        OptionalDouble unknown =
                missing == MissingRule.SUBSTITUTED ? object.number("substitute") : OptionalDouble.empty();
        if (window.isEmpty() || unit.isEmpty() || plausible.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MeasurementFeature(
                name,
                title,
                codes,
                panels,
                window.get(),
                unit.get(),
                substance.orElse(null),
                plausible.get(),
                unknown.isPresent() ? unknown.getAsDouble() : null));
    }

    private Optional<Feature> answer(String name, String title, @Nullable MissingRule missing, YamlObject object) {
        List<CodedValue> codes = codes(object, "codes", true);
        List<CodedValue> panels = codes(object, "panels", false);
        Set<CodedValue> yes = Set.copyOf(codes(object, "yes", true));
        Set<CodedValue> no = Set.copyOf(codes(object, "no", true));
        List<AnswerFeature.Measured> measured = object.objects("measured").stream()
                .flatMap(entry -> measured(entry).stream())
                .toList();
        if (yes.stream().anyMatch(no::contains)) {
            object.problem("no", "an answer cannot mean both yes and no");
        }
        Optional<Window> window = window(object);
        if (missing == MissingRule.SUBSTITUTED) {
            object.problem("missing", "an answer is required or absent-means-false");
        }
        return window.isEmpty() || missing == null
                ? Optional.empty()
                : Optional.of(new AnswerFeature(name, title, codes, window.get(), yes, no, panels, measured, missing));
    }

    private Optional<AnswerFeature.Measured> measured(YamlObject entry) {
        Optional<String> unit = unit(entry);
        OptionalDouble above = entry.number("above");
        return code(entry)
                .filter(code -> unit.isPresent() && above.isPresent())
                .map(code -> new AnswerFeature.Measured(code, unit.orElseThrow(), above.getAsDouble()));
    }

    private Optional<Feature> encounter(String name, String title, @Nullable MissingRule missing, YamlObject object) {
        Optional<EncounterFeature.Element> element = constant(object, "element", EncounterFeature.Element.class);
        boolean isCoded = element.isPresent() && element.get() != EncounterFeature.Element.LENGTH_OF_STAY;
        Set<CodedValue> yes = Set.copyOf(codes(object, "yes", isCoded));
        Set<CodedValue> no = Set.copyOf(codes(object, "no", false));
        return element.isEmpty() || missing == null
                ? Optional.empty()
                : Optional.of(new EncounterFeature(name, title, element.get(), yes, no, missing));
    }

    private Optional<Feature> encounterCount(String name, String title, YamlObject object) {
        Set<String> classes = Set.copyOf(object.texts("classes"));
        Optional<Window> window = object.text("window").flatMap(text -> {
            Optional<Window> parsed = Window.parse(text).filter(found -> found.hours() == null);
            if (parsed.isEmpty()) {
                object.problem("window", "a window of encounters is an ISO 8601 period such as P6M");
            }
            return parsed;
        });
        return window.map(found -> new EncounterCountFeature(name, title, classes, found));
    }

    private Optional<Feature> condition(String name, String title, @Nullable MissingRule missing, YamlObject object) {
        Optional<CodeSet> codes = codeList(object);
        Optional<ConditionFeature.Course> course = constant(object, "course", ConditionFeature.Course.class);
        return codes.isEmpty() || course.isEmpty() || missing == null
                ? Optional.empty()
                : Optional.of(new ConditionFeature(name, title, codes.get(), course.get(), missing));
    }

    private Optional<Feature> medication(String name, String title, @Nullable MissingRule missing, YamlObject object) {
        Optional<CodeSet> codes = codeList(object);
        return codes.isEmpty() || missing == null
                ? Optional.empty()
                : Optional.of(new MedicationFeature(name, title, codes.get(), missing));
    }

    /** Observations: how far back, and that the latest value counts. */
    private Optional<Window> window(YamlObject object) {
        object.text("aggregation").filter(text -> !text.equals("latest")).ifPresent(text -> {
            object.problem("aggregation", "aggregation is 'latest'");
        });
        return window(object, "window");
    }

    /** How far back, under that key. */
    Optional<Window> window(YamlObject object, String key) {
        return object.text(key).flatMap(text -> {
            Optional<Window> window = Window.parse(text);
            if (window.isEmpty()) {
                object.problem(key, "a window is an ISO 8601 period such as P5Y or PT12H");
            }
            return window;
        });
    }

    /** A UCUM unit. */
    Optional<String> unit(YamlObject object) {
        Optional<String> unit = object.text("unit");
        unit.filter(text -> !units.isUnit(text))
                .ifPresent(text -> object.problem("unit", "'" + text + "' is no UCUM unit"));
        return unit.filter(units::isUnit);
    }

    private boolean measures(Substance substance, String unit) {
        return units.convert(1, substance.firstUnit(), unit).isPresent()
                || units.convert(1, substance.secondUnit(), unit).isPresent();
    }

    private Optional<Interval> interval(YamlObject object) {
        OptionalDouble minimum = object.number("minimum");
        OptionalDouble maximum = object.number("maximum");
        object.refuseOtherKeys();
        if (minimum.isEmpty() || maximum.isEmpty()) {
            return Optional.empty();
        }
        if (minimum.getAsDouble() >= maximum.getAsDouble()) {
            object.problem("minimum", "the minimum must be less than the maximum");
            return Optional.empty();
        }
        return Optional.of(Interval.closed(minimum.getAsDouble(), maximum.getAsDouble()));
    }

    List<CodedValue> codes(YamlObject object, String key, boolean required) {
        List<YamlObject> entries = object.objects(key);
        if (required && entries.isEmpty()) {
            object.problem(key, "'" + key + "' must name at least one code");
        }
        return entries.stream().flatMap(entry -> code(entry).stream()).toList();
    }

    private static Optional<CodedValue> code(YamlObject entry) {
        Optional<String> system = entry.text("system");
        Optional<String> code = entry.text("code");
        entry.text("display");
        entry.refuseOtherKeys();
        return system.isEmpty() || code.isEmpty()
                ? Optional.empty()
                : Optional.of(new CodedValue(system.get(), code.get()));
    }

    Optional<CodeSet> codeList(YamlObject object) {
        return object.text("code-list").flatMap(path -> {
            try {
                return Optional.of(CodeListFile.parse(path, files.apply(path)));
            } catch (InvalidFileException e) {
                problems.addAll(e);
                return Optional.empty();
            }
        });
    }

    /** A constant of an enum, written in lower case with hyphens. */
    static <E extends Enum<E>> Optional<E> constant(YamlObject object, String key, Class<E> type) {
        Optional<String> text = object.text(key);
        Optional<E> constant = text.flatMap(written -> Arrays.stream(type.getEnumConstants())
                .filter(candidate -> written(candidate).equals(written))
                .findFirst());
        if (text.isPresent() && constant.isEmpty()) {
            object.problem(
                    key,
                    "'" + key + "' is one of "
                            + Arrays.stream(type.getEnumConstants())
                                    .map(FeatureDeclaration::written)
                                    .collect(Collectors.joining(", ")));
        }
        return constant;
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
