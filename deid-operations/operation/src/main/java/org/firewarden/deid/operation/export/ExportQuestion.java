package org.firewarden.deid.operation.export;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firewarden.access.Caller;
import org.firewarden.problem.Problem;
import org.firewarden.record.TypeFilter;
import org.jspecify.annotations.Nullable;

/**
 * What was sent to {@code $deidentify} for a data set, by parameter name, not looked at yet.
 *
 * @param caller who asks; null if the request bears no verified token
 * @param prefer the {@code Prefer} headers
 * @param parameters the values as text, in the order in which they came
 * @param url the address of the request, without its query
 * @param correlationId its id
 */
public record ExportQuestion(
        @Nullable Caller caller,
        List<String> prefer,
        Map<String, List<String>> parameters,
        String url,
        String correlationId) {

    private static final Set<String> KNOWN = Set.of(
            "policy",
            "group",
            "_type",
            "_since",
            "_typeFilter",
            "_outputFormat",
            "protocol",
            "project",
            "dataUseAgreement",
            "expert",
            "expertStatement",
            "expertValidUntil",
            "steward",
            "destroyBy");
    private static final Set<String> FORMATS = Set.of("application/fhir+ndjson", "application/ndjson", "ndjson");
    private static final Pattern GROUP = Pattern.compile("(?:Group/)?([A-Za-z0-9.-]{1,64})");
    private static final Pattern FILTER = Pattern.compile("([A-Z][A-Za-z]{1,63})\\?(.+)");
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?");
    private static final int LONGEST = 4_096;

    /** Copies the collections. */
    public ExportQuestion {
        prefer = List.copyOf(prefer);
        parameters = Map.copyOf(parameters);
    }

    /** True if a parameter of a data set was sent. */
    public static boolean isMeant(Set<String> names) {
        return names.contains("group") || names.contains("_type") || names.contains("_typeFilter");
    }

    boolean prefersAsync() {
        return prefer.stream()
                .flatMap(header -> List.of(header.split(",", -1)).stream())
                .anyMatch(preference -> preference.strip().equals("respond-async"));
    }

    Optional<String> first(String name) {
        return parameters.getOrDefault(name, List.of()).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /** All that is wrong with how it is written. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        parameters.forEach((name, values) -> {
            if (!KNOWN.contains(name)) {
                problems.add(Problem.invalid("parameter-unknown", "A parameter is not known to this operation."));
            } else if (values.stream().anyMatch(value -> value.length() > LONGEST)) {
                problems.add(Problem.invalid("parameter-too-long", "The parameter '" + name + "' is too long."));
            }
        });
        if (!prefersAsync()) {
            problems.add(Problem.invalid(
                    "prefer-missing", "A data set is made asynchronously: send the header 'Prefer: respond-async'."));
        }
        demand("group", GROUP, "is a Group, like Group/123", problems);
        demand("project", NAME, "is 1 to 64 lower-case letters, digits and hyphens", problems);
        if (first("_outputFormat").filter(format -> !FORMATS.contains(format)).isPresent()) {
            problems.add(Problem.invalid("format-unknown", "The output format is application/fhir+ndjson."));
        }
        if (first("_since").isPresent() && since().isEmpty()) {
            problems.add(Problem.invalid("since-invalid", "The parameter '_since' is an instant with an offset."));
        }
        if (parameters.getOrDefault("_typeFilter", List.of()).stream()
                .anyMatch(filter -> !FILTER.matcher(filter).matches())) {
            problems.add(
                    Problem.invalid("filter-invalid", "A '_typeFilter' is a search, like Observation?code=1234-5."));
        }
        boolean names = first("expert").isPresent();
        if (names != first("expertStatement").isPresent()
                || names != first("expertValidUntil").isPresent()
                || (names && date("expertValidUntil").isEmpty())) {
            problems.add(Problem.invalid(
                    "expert-incomplete",
                    "An expert has a name (expert), a statement (expertStatement) and a date (expertValidUntil)."));
        }
        if (first("destroyBy").isPresent() && date("destroyBy").isEmpty()) {
            problems.add(Problem.invalid("destroy-by-invalid", "The parameter 'destroyBy' is a date."));
        }
        return problems;
    }

    private void demand(String name, Pattern form, String text, List<Problem> problems) {
        if (first(name).filter(value -> !form.matcher(value).matches()).isPresent()) {
            problems.add(Problem.invalid(name + "-invalid", "The parameter '" + name + "' " + text + "."));
        }
    }

    @Nullable
    String group() {
        Matcher group = GROUP.matcher(first("group").orElse(""));
        return group.matches() ? group.group(1) : null;
    }

    /** The types asked for, each in a value of its own or with commas between them; empty for all. */
    Set<String> types() {
        Set<String> types = new TreeSet<>();
        for (String value : parameters.getOrDefault("_type", List.of())) {
            for (String type : value.split(",", -1)) {
                if (!type.isBlank()) {
                    types.add(type.strip());
                }
            }
        }
        return types;
    }

    List<TypeFilter> filters() {
        return parameters.getOrDefault("_typeFilter", List.of()).stream()
                .map(FILTER::matcher)
                .filter(Matcher::matches)
                .map(filter -> new TypeFilter(filter.group(1), filter.group(2)))
                .toList();
    }

    Optional<Instant> since() {
        try {
            return first("_since").map(value -> OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeParseException e) {
            // problems() tells of it.
            return Optional.empty();
        }
    }

    Optional<LocalDate> date(String name) {
        try {
            return first(name).map(LocalDate::parse);
        } catch (DateTimeParseException e) {
            // problems() tells of it.
            return Optional.empty();
        }
    }

    /** The end of the day by which the data set is to be destroyed. */
    Optional<Instant> destroyBy() {
        return date("destroyBy")
                .map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** Leaves the parameters out: a filter may hold patient values. */
    @Override
    public String toString() {
        return "ExportQuestion[" + correlationId + "]";
    }
}
