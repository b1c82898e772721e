package org.firewarden.server.export;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.firewarden.problem.Problem;
import org.firewarden.record.TypeFilter;
import org.jspecify.annotations.Nullable;

/**
 * What was sent to {@code $export}, not looked at yet.
 *
 * @param level at which of the three addresses
 * @param group the logical id of the Group, at that of a Group
 * @param isPost true if it came by POST, so that its parameters stand in no address
 * @param prefer the {@code Prefer} headers
 * @param parameters the values as text, by name
 * @param url the address of the request, without its query
 */
record ExportQuestion(
        ExportLevel level,
        @Nullable String group,
        boolean isPost,
        List<String> prefer,
        Map<String, List<String>> parameters,
        String url) {

    private static final Set<String> KNOWN =
            Set.of("_outputFormat", "_since", "_type", "_typeFilter", "_elements", "patient");
    private static final Set<String> FORMATS = Set.of("application/fhir+ndjson", "application/ndjson", "ndjson");
    private static final Pattern FILTER = Pattern.compile("([A-Z][A-Za-z]{1,63})\\?(.+)");
    private static final Pattern PATIENT = Pattern.compile("Patient/([A-Za-z0-9.-]{1,64})");
    private static final Pattern ELEMENT = Pattern.compile("([A-Z][A-Za-z]{1,63}\\.)?[a-z][A-Za-z0-9]{0,63}");
    private static final int LONGEST = 4_096;
    private static final int MOST_PATIENTS = 10_000;

    /** Copies the collections. */
    ExportQuestion {
        prefer = List.copyOf(prefer);
        parameters = Map.copyOf(parameters);
    }

    private boolean prefers(String preference) {
        return prefer.stream()
                .flatMap(header -> Stream.of(header.split("[,;]", -1)))
                .anyMatch(one -> one.strip().equals(preference));
    }

    /** All that is wrong with how it is written. What is not known is ignored if the client says {@code handling=lenient}. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        boolean isLenient = prefers("handling=lenient");
        parameters.forEach((name, values) -> {
            if (!KNOWN.contains(name)) {
                if (!isLenient) {
                    problems.add(Problem.invalid("parameter-unknown", "A parameter is not known to this operation."));
                }
            } else if (values.stream().anyMatch(value -> value.length() > LONGEST)) {
                problems.add(Problem.invalid("parameter-too-long", "The parameter '" + name + "' is too long."));
            }
        });
        if (!prefers("respond-async")) {
            problems.add(Problem.invalid(
                    "prefer-missing", "An export is made asynchronously: send the header 'Prefer: respond-async'."));
        }
        if (all("_outputFormat").anyMatch(format -> !FORMATS.contains(format))) {
            problems.add(Problem.invalid("format-unknown", "The output format is application/fhir+ndjson."));
        }
        if (all("_since").count() > 1 || (all("_since").findAny().isPresent() && since().isEmpty())) {
            problems.add(Problem.invalid("since-invalid", "The parameter '_since' is one instant with an offset."));
        }
        if (all("_typeFilter").anyMatch(filter -> !FILTER.matcher(filter).matches())) {
            problems.add(
                    Problem.invalid("filter-invalid", "A '_typeFilter' is a search, like Observation?code=1234-5."));
        } else if (!types().isEmpty() && filters().stream().anyMatch(filter -> !types().contains(filter.type()))) {
            problems.add(Problem.invalid("filter-invalid", "A '_typeFilter' is about one of the types in '_type'."));
        }
        if (elements().stream().anyMatch(element -> !ELEMENT.matcher(element).matches())) {
            problems.add(Problem.invalid("elements-invalid", "An element is named like 'code' or 'Observation.code'."));
        }
        addOfPatients(problems);
        return problems;
    }

    private void addOfPatients(List<Problem> problems) {
        if (all("patient").findAny().isEmpty()) {
            return;
        }
        if (level == ExportLevel.SYSTEM || !isPost) {
            problems.add(Problem.invalid(
                    "patient-misplaced",
                    "The parameter 'patient' stands in the body of a POST to Patient/$export or Group/[id]/$export."));
        }
        if (all("patient").count() > MOST_PATIENTS
                || all("patient").anyMatch(value -> !PATIENT.matcher(value).matches())) {
            problems.add(Problem.invalid(
                    "patient-invalid", "A 'patient' is a Reference like Patient/123; 10,000 of them at the most."));
        }
    }

    private Stream<String> all(String name) {
        return parameters.getOrDefault(name, List.of()).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** Values that stand one by one or with commas between them. */
    private Stream<String> listed(String name) {
        return all(name)
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** The types asked for; empty for all that are open. */
    Set<String> types() {
        Set<String> types = new TreeSet<>();
        listed("_type").forEach(types::add);
        return types;
    }

    List<String> elements() {
        return listed("_elements").distinct().toList();
    }

    /** The logical ids of the patients who are wanted; empty for all. */
    List<String> patients() {
        return all("patient")
                .map(PATIENT::matcher)
                .filter(Matcher::matches)
                .map(patient -> patient.group(1))
                .distinct()
                .toList();
    }

    List<TypeFilter> filters() {
        return all("_typeFilter")
                .map(FILTER::matcher)
                .filter(Matcher::matches)
                .map(filter -> new TypeFilter(filter.group(1), filter.group(2)))
                .toList();
    }

    Optional<Instant> since() {
        try {
            return all("_since")
                    .findFirst()
                    .map(value -> OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeParseException e) {
            // problems() tells of it.
            return Optional.empty();
        }
    }

    /** Leaves the parameters out: a filter may hold patient values. */
    @Override
    public String toString() {
        return "ExportQuestion[" + level + "]";
    }
}
