package org.firewarden.model.feature;

import java.time.DateTimeException;
import java.time.Period;
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
        Optional<String> name = object.text("name");
        Optional<String> title = object.text("title");
        name.filter(text -> !NAME.matcher(text).matches())
                .ifPresent(text -> object.problem("name", "a name is lower case with underscores"));
        Optional<MissingRule> missing = constant(object, "missing", MissingRule.class);
        Optional<String> source = object.text("source");
        if (name.isEmpty() || title.isEmpty() || source.isEmpty()) {
            return Optional.empty();
        }
        Optional<Feature> feature = switch (source.get()) {
            case "Patient" -> demographic(name.get(), title.get(), object);
            case "Observation" ->
                object.has("yes")
                        ? answer(name.get(), title.get(), object)
                        : measurement(name.get(), title.get(), object);
            case "Condition" -> condition(name.get(), title.get(), missing.orElse(null), object);
            case "MedicationRequest" -> medication(name.get(), title.get(), missing.orElse(null), object);
            default -> {
                object.problem("source", "source is Patient, Observation, Condition or MedicationRequest");
                yield Optional.empty();
            }
        };
        object.refuseOtherKeys();
        if (feature.isPresent() && missing.isPresent() && feature.get().missing() != missing.get()) {
            object.problem("missing", "a feature from " + source.get() + " is required");
        }
        return feature;
    }

    private Optional<Feature> demographic(String name, String title, YamlObject object) {
        return constant(object, "element", DemographicFeature.Element.class)
                .map(element -> new DemographicFeature(name, title, element));
    }

    private Optional<Feature> measurement(String name, String title, YamlObject object) {
        List<CodedValue> codes = codes(object, "codes", true);
        List<CodedValue> panels = codes(object, "panels", false);
        Optional<Period> window = window(object);
        Optional<String> unit = unit(object);
        Optional<Substance> substance =
                object.has("substance") ? constant(object, "substance", Substance.class) : Optional.empty();
        if (unit.isPresent() && substance.isPresent() && !measures(substance.get(), unit.get())) {
            object.problem("unit", "the unit is none of the substance's concentration");
        }
        Optional<Interval> plausible = object.object("plausible").flatMap(this::interval);
        if (window.isEmpty() || unit.isEmpty() || plausible.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MeasurementFeature(
                name, title, codes, panels, window.get(), unit.get(), substance.orElse(null), plausible.get()));
    }

    private Optional<Feature> answer(String name, String title, YamlObject object) {
        List<CodedValue> codes = codes(object, "codes", true);
        Set<CodedValue> yes = Set.copyOf(codes(object, "yes", true));
        Set<CodedValue> no = Set.copyOf(codes(object, "no", true));
        if (yes.stream().anyMatch(no::contains)) {
            object.problem("no", "an answer cannot mean both yes and no");
        }
        return window(object).map(window -> new AnswerFeature(name, title, codes, window, yes, no));
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
    private Optional<Period> window(YamlObject object) {
        object.text("aggregation").filter(text -> !text.equals("latest")).ifPresent(text -> {
            object.problem("aggregation", "aggregation is 'latest'");
        });
        return object.text("window").flatMap(text -> {
            try {
                Period period = Period.parse(text);
                if (!period.isNegative() && !period.isZero()) {
                    return Optional.of(period);
                }
            } catch (DateTimeException e) {
                // Noted below, like a period of no length.
            }
            object.problem("window", "a window is an ISO 8601 period such as P5Y");
            return Optional.empty();
        });
    }

    private Optional<String> unit(YamlObject object) {
        Optional<String> unit = object.text("unit");
        unit.filter(text -> !units.isUnit(text))
                .ifPresent(text -> object.problem("unit", "'" + text + "' is no UCUM unit"));
        return unit.filter(units::isUnit);
    }

    private boolean measures(Substance substance, String unit) {
        return units.convert(1, substance.massUnit(), unit).isPresent()
                || units.convert(1, substance.molarUnit(), unit).isPresent();
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

    private List<CodedValue> codes(YamlObject object, String key, boolean required) {
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

    private Optional<CodeSet> codeList(YamlObject object) {
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
    private static <E extends Enum<E>> Optional<E> constant(YamlObject object, String key, Class<E> type) {
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
