package org.firewarden.deid.operation.export;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
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
import java.util.stream.Stream;
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
            "dataUseAgreement",
            "destroyBy");

    /** Search parameters that choose persons, or what belongs to one, rather than kinds of records. */
    private static final Set<String> CHOOSING = Set.of(
            "_id",
            "identifier",
            "name",
            "family",
            "given",
            "phonetic",
            "birthdate",
            "death-date",
            "telecom",
            "phone",
            "email",
            "address",
            "address-city",
            "address-postalcode",
            "link",
            "patient",
            "subject",
            "encounter",
            "_list",
            "_text",
            "_content");

    private static final Set<String> FORMATS = Set.of("application/fhir+ndjson", "application/ndjson", "ndjson");
    private static final Pattern GROUP = Pattern.compile("(?:Group/)?([A-Za-z0-9.-]{1,64})");
    private static final Pattern FILTER = Pattern.compile("([A-Z][A-Za-z]{1,63})\\?(.+)");
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
        if (first("group").filter(value -> !GROUP.matcher(value).matches()).isPresent()) {
            problems.add(Problem.invalid("group-invalid", "The parameter 'group' is a Group, like Group/123."));
        }
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
        if (filters().stream().anyMatch(filter -> isChoosing(filter.query()))) {
            problems.add(Problem.invalid(
                    "filter-chooses-persons",
                    "A '_typeFilter' does not choose by what is known of one person, such as _id, identifier, name, birthdate"
                            + " or subject: who is in a data set would be known by it."));
        }
        if (first("destroyBy").isPresent() && date("destroyBy").isEmpty()) {
            problems.add(Problem.invalid("destroy-by-invalid", "The parameter 'destroyBy' is a date."));
        }
        return problems;
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // The query firewall refuses what cannot be decoded.
            return name;
        }
    }

    /** Names as they are read, after decoding; also at any place of a chain. */
    private static boolean isChoosing(String query) {
        return Stream.of(query.split("&", -1))
                .map(part -> part.substring(0, part.indexOf('=') < 0 ? part.length() : part.indexOf('=')))
                .map(ExportQuestion::decoded)
                .flatMap(name -> Stream.of(name.split("[.:]", -1)))
                .anyMatch(CHOOSING::contains);
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
