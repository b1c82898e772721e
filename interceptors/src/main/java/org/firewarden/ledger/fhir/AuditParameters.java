package org.firewarden.ledger.fhir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.firewarden.audit.AuditOutcome;
import org.firewarden.ledger.event.EventFacets;
import org.firewarden.ledger.search.AuditSearch;
import org.firewarden.problem.Problem;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;

/**
 * The search parameters of IHE ATNA (ITI-81, Retrieve ATNA Audit Event) and FHIR R4, and that of the model version. Values of one
 * parameter are alternatives, a parameter that is repeated narrows. All problems are found, not the first; what is not known is
 * refused, since an auditor who mistypes a parameter must not take everything for an answer.
 */
final class AuditParameters {

    static final int MAXIMUM_PAGE = 500;
    static final int DEFAULT_PAGE = 50;

    private static final String JTI = "urn:ietf:params:oauth:jti:";
    private static final Pattern PATIENT = Pattern.compile("(?:.*Patient/)?([A-Za-z0-9.-]{1,64})");
    private static final Set<String> OF_THE_ANSWER = Set.of("_format", "_pretty", "_summary", "_elements");

    private final Supplier<Set<String>> interactions;
    private final PatientIdentifiers patients;
    private final AuditSource source;
    private final Map<String, BiFunction<AuditSearch, Set<String>, AuditSearch>> known = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> named = new LinkedHashSet<>();

    /**
     * Reads parameters.
     *
     * @param interactions those that there are events of
     */
    AuditParameters(Supplier<Set<String>> interactions, PatientIdentifiers patients, AuditSource source) {
        this.interactions = interactions;
        this.patients = patients;
        this.source = source;
        known.put("patient", this::patient);
        known.put("patient.identifier", this::patientIdentifier);
        known.put("agent", (search, values) -> search.agent(values));
        known.put("agent.identifier", (search, values) -> search.agent(codes(values)));
        known.put("user", (search, values) -> search.agent(codes(values)));
        known.put("entity", (search, values) -> search.entity(values));
        known.put("entity-id", (search, values) -> search.entity(codes(values)));
        known.put("entity-type", this::entityType);
        known.put("entity-role", this::entityRole);
        known.put("address", (search, values) -> search.address(values));
        known.put("policy", this::policy);
        known.put("purpose", this::purpose);
        known.put("outcome", this::outcome);
        known.put("type", (search, values) -> search.interaction(coded(values, coding -> List.of(coding.type()))));
        known.put("subtype", (search, values) -> search.interaction(coded(values, EventCoding::subtypes)));
        known.put("source", this::source);
        known.put("model-version", (search, values) -> search.modelVersion(values));
    }

    AuditQuestion read(Map<String, List<String>> parameters) {
        AuditSearch search = AuditSearch.all();
        Map<String, List<String>> repeated = new TreeMap<>();
        Paging paging = new Paging();
        for (Map.Entry<String, List<String>> parameter : new TreeMap<>(parameters).entrySet()) {
            String name = parameter.getKey();
            if (name.startsWith("_")) {
                paging.read(name, parameter.getValue());
            } else if (name.equals("date")) {
                search = date(search, parameter.getValue());
            } else if (known.containsKey(name)) {
                for (String value : parameter.getValue()) {
                    search = apply(name, search, value);
                }
            } else {
                problem("unknown-parameter", "There is a parameter here that AuditEvent is not searched by.");
            }
            if (!name.equals("_after")) {
                repeated.put(name, parameter.getValue());
            }
        }
        if (search.from() != null && search.before() != null && !search.from().isBefore(search.before())) {
            problem("invalid-range", "The range of dates ends before it begins.");
        }
        return problems.isEmpty()
                ? new AuditQuestion.Understood(search, named, paging.count, paging.isCounted, paging.after, repeated)
                : new AuditQuestion.NotUnderstood(problems);
    }

    private AuditSearch apply(String name, AuditSearch search, String value) {
        Set<String> values = Arrays.stream(value.split("(?<!\\\\),", -1))
                .map(one -> one.replace("\\,", ",").strip())
                .filter(one -> !one.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (values.isEmpty()) {
            problem("invalid-parameter", "Parameter " + name + " has no value.");
            return search;
        }
        BiFunction<AuditSearch, Set<String>, AuditSearch> reader = known.get(name);
        return reader == null ? search : reader.apply(search, values);
    }

    private AuditSearch date(AuditSearch search, List<String> values) {
        AuditSearch narrowed = search;
        for (String value : values) {
            InstantRange range = InstantRange.parse(value).orElse(null);
            if (range == null) {
                problem("invalid-parameter", "Parameter date takes a date with one of: eq, ge, gt, le, lt, sa, eb.");
                continue;
            }
            narrowed = range.from() == null ? narrowed : narrowed.from(range.from());
            narrowed = range.before() == null ? narrowed : narrowed.before(range.before());
        }
        return narrowed;
    }

    private AuditSearch patient(AuditSearch search, Set<String> values) {
        Set<String> ids = new LinkedHashSet<>();
        for (String value : values) {
            var id = PATIENT.matcher(value);
            if (id.matches()) {
                ids.add(id.group(1));
            } else {
                problem("invalid-parameter", "Parameter patient takes the id of a Patient.");
            }
        }
        named.addAll(ids);
        return search.patient(ids);
    }

    private AuditSearch patientIdentifier(AuditSearch search, Set<String> values) {
        Set<String> ids = new LinkedHashSet<>();
        for (String value : values) {
            int bar = value.indexOf('|');
            ids.addAll(patients.find(bar <= 0 ? null : value.substring(0, bar), value.substring(bar + 1)));
        }
        named.addAll(ids);
        return search.patient(ids);
    }

    private AuditSearch policy(AuditSearch search, Set<String> values) {
        boolean isConsent = values.stream().allMatch(value -> value.startsWith("Consent/"));
        return isConsent
                ? search.entity(values)
                : search.token(values.stream()
                        .map(value -> value.startsWith(JTI) ? value.substring(JTI.length()) : value)
                        .collect(Collectors.toSet()));
    }

    private AuditSearch purpose(AuditSearch search, Set<String> values) {
        Set<String> codes = codes(values);
        return codes.equals(Set.of("BTG")) ? search.marked(EventFacets.BREAK_GLASS) : search.purpose(codes);
    }

    private AuditSearch outcome(AuditSearch search, Set<String> values) {
        Set<String> codes = codes(values);
        boolean isKnown = codes.stream()
                .allMatch(code -> Arrays.stream(AuditOutcome.values())
                        .anyMatch(outcome -> outcome.code().equals(code)));
        if (!isKnown) {
            problem("invalid-parameter", "Parameter outcome takes 0, 4 or 8.");
        }
        return search.outcome(codes);
    }

    private AuditSearch entityType(AuditSearch search, Set<String> values) {
        return search.marked(marks(
                values,
                Map.of(
                        AuditEntities.TYPE_SYSTEM + "|1", EventFacets.PATIENT,
                        AuditEntities.TYPE_SYSTEM + "|2", EventFacets.RESOURCE | EventFacets.QUERY,
                        AuditEntities.RESOURCE_TYPES + "|Consent", EventFacets.CONSENT)));
    }

    private AuditSearch entityRole(AuditSearch search, Set<String> values) {
        return search.marked(marks(
                values,
                Map.of(
                        AuditEntities.ROLE_SYSTEM + "|1", EventFacets.PATIENT,
                        AuditEntities.ROLE_SYSTEM + "|4", EventFacets.RESOURCE,
                        AuditEntities.ROLE_SYSTEM + "|24", EventFacets.QUERY)));
    }

    private static int marks(Set<String> tokens, Map<String, Integer> known) {
        int marks = 0;
        for (String token : tokens) {
            for (Map.Entry<String, Integer> mark : known.entrySet()) {
                boolean isMeant = token.indexOf('|') < 0
                        ? mark.getKey().endsWith("|" + token)
                        : mark.getKey().equals(token);
                marks |= isMeant ? mark.getValue() : 0;
            }
        }
        return marks;
    }

    /** There is one source, so that either all events match or none. */
    private AuditSearch source(AuditSearch search, Set<String> values) {
        boolean isOurs = values.contains(source.name()) || values.contains(AuditSource.SYSTEM + "|" + source.name());
        return isOurs ? search : search.interaction(Set.of());
    }

    /** The interactions whose coding has one of these tokens. */
    private Set<String> coded(Set<String> tokens, Function<EventCoding, List<Coding>> codings) {
        return interactions.get().stream()
                .filter(interaction -> codings.apply(EventCoding.of(interaction)).stream()
                        .anyMatch(coding -> tokens.contains(coding.getCode())
                                || tokens.contains(coding.getSystem() + "|" + coding.getCode())))
                .collect(Collectors.toSet());
    }

    /** What stands behind the bar of a token. */
    private static Set<String> codes(Set<String> tokens) {
        return tokens.stream()
                .map(token -> token.substring(token.indexOf('|') + 1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void problem(String code, String text) {
        problems.add(Problem.invalid(code, text));
    }

    /** How much of the answer is wanted. */
    private final class Paging {

        private int count = DEFAULT_PAGE;
        private boolean isCounted;
        private @Nullable UUID after;

        void read(String name, List<String> values) {
            String value = values.size() == 1 ? values.get(0) : "";
            switch (name) {
                case "_count" -> {
                    if (value.matches("[0-9]{1,9}")) {
                        count = Math.min(Integer.parseInt(value), MAXIMUM_PAGE);
                    } else {
                        problem("invalid-parameter", "Parameter _count is given once, as a whole number from 0.");
                    }
                }
                case "_total" -> {
                    isCounted = value.equals("accurate");
                    if (!isCounted && !value.equals("none") && !value.equals("estimate")) {
                        problem("invalid-parameter", "Parameter _total is none, estimate or accurate.");
                    }
                }
                case "_after" -> {
                    try {
                        after = UUID.fromString(value);
                    } catch (IllegalArgumentException e) {
                        // Told to the caller as what it is.
                        problem("invalid-parameter", "Parameter _after takes the id of an event.");
                    }
                }
                default -> {
                    if (!OF_THE_ANSWER.contains(name)) {
                        problem("unknown-parameter", "There is a parameter here that AuditEvent is not searched by.");
                    }
                }
            }
        }
    }
}
