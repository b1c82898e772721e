package org.firewarden.access;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The query part of a SMART v2 scope (SMART App Launch 2.2, Finer-grained resource constraints using search parameters):
 * each clause must hold, and of the values of one clause at least one. Only token parameters without modifier or chain are
 * taken; another query is not one that the gate can enforce, so its scope grants nothing.
 *
 * @param clauses all must hold; none for a scope without query
 */
public record ScopeQuery(Set<Clause> clauses) {

    /** No constraint. */
    public static final ScopeQuery NONE = new ScopeQuery(Set.of());

    private static final Pattern PARAMETER = Pattern.compile("_security|_tag|[a-z][a-z-]{0,40}");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9:/._~@!*()+%-]*\\|?[A-Za-z0-9:/._~@!*()+%-]*");
    private static final int MAXIMUM_LENGTH = 500;

    /**
     * One token parameter.
     *
     * @param parameter the name of a token search parameter
     * @param values one of these, as in a FHIR search: {@code system|code}, {@code |code}, {@code code} or {@code system|}
     */
    public record Clause(String parameter, Set<String> values) {

        /** Copies the values; a clause without any could not hold. */
        public Clause {
            if (values.isEmpty()) {
                throw new IllegalArgumentException("a clause has at least one value");
            }
            values = Set.copyOf(values);
        }

        boolean holds(TokenValues resource) {
            Set<CodedValue> present = resource.of(parameter);
            return values.stream().anyMatch(value -> present.stream().anyMatch(coded -> matches(value, coded)));
        }

        private static boolean matches(String value, CodedValue coded) {
            int bar = value.indexOf('|');
            if (bar < 0) {
                return coded.code().equals(value);
            }
            String code = value.substring(bar + 1);
            return coded.system().equals(value.substring(0, bar))
                    && (code.isEmpty() || coded.code().equals(code));
        }

        @Override
        public String toString() {
            return parameter + "=" + String.join(",", new TreeSet<>(values));
        }
    }

    /** Copies the clauses. */
    public ScopeQuery {
        clauses = Set.copyOf(clauses);
    }

    /** Reads {@code a=b&c=d,e}; empty if it is not a query of this form. */
    public static Optional<ScopeQuery> parse(String text) {
        if (text.isEmpty() || text.length() > MAXIMUM_LENGTH) {
            return Optional.empty();
        }
        Set<Clause> clauses = new LinkedHashSet<>();
        for (String part : text.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0 || !PARAMETER.matcher(part.substring(0, equals)).matches()) {
                return Optional.empty();
            }
            Set<String> values = Set.copyOf(List.of(part.substring(equals + 1).split(",", -1)));
            if (!values.stream().allMatch(ScopeQuery::isValue)) {
                return Optional.empty();
            }
            clauses.add(new Clause(part.substring(0, equals), values));
        }
        return Optional.of(new ScopeQuery(clauses));
    }

    private static boolean isValue(String value) {
        return !value.isEmpty() && !value.equals("|") && VALUE.matcher(value).matches();
    }

    /** True if nothing is asked. */
    public boolean isEmpty() {
        return clauses.isEmpty();
    }

    /** True if the resource with these tokens satisfies each clause. */
    public boolean holds(TokenValues resource) {
        for (Clause clause : clauses) {
            if (!clause.holds(resource)) {
                return false;
            }
        }
        return true;
    }

    /** What satisfies both. */
    public ScopeQuery and(ScopeQuery other) {
        Set<Clause> both = new LinkedHashSet<>(clauses);
        both.addAll(other.clauses);
        return new ScopeQuery(both);
    }

    /** The parameters with the values of their clauses, sorted: each list element is one {@code AND}ed clause. */
    public TreeMap<String, List<Set<String>>> byParameter() {
        TreeMap<String, List<Set<String>>> sorted = new TreeMap<>();
        clauses.forEach(clause -> sorted.computeIfAbsent(clause.parameter(), name -> new ArrayList<>())
                .add(clause.values()));
        return sorted;
    }

    /** The form in a scope, sorted. */
    @Override
    public String toString() {
        return clauses.stream().map(Clause::toString).sorted().collect(Collectors.joining("&"));
    }
}
