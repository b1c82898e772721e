package org.firewarden.gate.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.gate.query.ParameterDefinition.Kind;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Reads a whole query (FHIR R4, Search). A parameter that is not known here is refused: what is not read is not checked. */
final class QueryReader {

    /** Say how the answer is to look, and ask about nothing. */
    private static final Set<String> FORM = Set.of("_count", "_format", "_pretty", "_elements", "_total");

    /**
     * Read what cannot be resolved to elements, or what the gate cannot decide on one by one. An offset has the storage cut the
     * page before hidden matches leave it: a short page would tell where one stands in the order.
     */
    private static final Set<String> CLOSED = Set.of("_filter", "_query", "_containedType", "_offset");

    private final SearchParameters parameters;
    private final CriterionReader criteria;

    QueryReader(SearchParameters parameters, int maximumDepth) {
        this.parameters = parameters;
        this.criteria = new CriterionReader(parameters, maximumDepth);
    }

    /** What was read: exactly one of the two. */
    record Reading(@Nullable QueryPlan plan, @Nullable QueryRefusal refusal) {}

    Reading read(String resourceType, Map<String, List<String>> query) {
        Parts parts = new Parts(resourceType);
        query.forEach(parts::add);
        if (parts.closed != null) {
            return new Reading(
                    null, new QueryRefusal.Denied(new Decision.Deny(DenialReason.QUERY_CLOSED, null), parts.closed));
        }
        return parts.problems.isEmpty()
                ? new Reading(parts.plan(), null)
                : new Reading(null, new QueryRefusal.Malformed(parts.problems));
    }

    /** Collects what a query consists of. */
    private final class Parts {

        private final String resourceType;
        private final List<QueryPlan.Condition> conditions = new ArrayList<>();
        private final List<Inclusion> inclusions = new ArrayList<>();
        private final List<ParameterDefinition> order = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        private boolean readsText;
        private boolean countsOnly;
        private @Nullable String closed;

        Parts(String resourceType) {
            this.resourceType = resourceType;
        }

        QueryPlan plan() {
            return new QueryPlan(resourceType, conditions, inclusions, order, readsText, countsOnly);
        }

        void add(String key, List<String> values) {
            int colon = key.indexOf(':');
            String name = colon < 0 ? key : key.substring(0, colon);
            String modifier = colon < 0 ? "" : key.substring(colon + 1);
            switch (name) {
                case "_summary" -> countsOnly |= values.contains("count");
                case "_include", "_revinclude" -> addInclusions(name, modifier, values);
                case "_sort" -> addOrder(modifier, values);
                case "_text", "_content" -> readsText = true;
                case "_list" -> addList(key, values);
                case "_contained" -> close(name, !Set.of("false").containsAll(values));
                default -> {
                    if (CLOSED.contains(name)) {
                        close(name, true);
                    } else if (!FORM.contains(key)) {
                        addCondition(key, values);
                    }
                }
            }
        }

        private void close(String name, boolean isClosed) {
            closed = isClosed && closed == null ? name : closed;
        }

        private void addCondition(String key, List<String> values) {
            addCondition(key, key, values);
        }

        private void addCondition(String key, String meaning, List<String> values) {
            Criterion criterion = criteria.read(resourceType, meaning, problems);
            if (criterion == null) {
                return;
            }
            List<String> demanded =
                    values.stream().filter(value -> !value.isBlank()).toList();
            if (!(criterion instanceof Criterion.Plain) && demanded.size() < values.size()) {
                problems.add(
                        Problem.invalid("invalid-parameter-value", "A chained parameter or _has must have a value."));
            }
            conditions.add(new QueryPlan.Condition(key, criterion, demanded));
        }

        /** A List is a resource that refers to its items. */
        private void addList(String key, List<String> values) {
            if (key.equals("_list")) {
                addCondition(key, "_has:List:item:_id", values);
            } else {
                problems.add(Problem.invalid("invalid-modifier", "_list takes no modifier."));
            }
        }

        private void addOrder(String modifier, List<String> values) {
            boolean isDirection = Set.of("", "asc", "desc").contains(modifier);
            for (String value : values) {
                for (String part : value.split(",", -1)) {
                    String name = part.startsWith("-") ? part.substring(1) : part;
                    Optional<ParameterDefinition> parameter =
                            isDirection ? criteria.find(resourceType, name) : Optional.empty();
                    if (parameter.isEmpty()) {
                        problems.add(Problem.invalid(
                                "invalid-sort",
                                "_sort names parameters of " + resourceType + ", without modifier or chain."));
                    } else {
                        order.add(parameter.get());
                    }
                }
            }
        }

        private void addInclusions(String name, String modifier, List<String> values) {
            boolean isIterated = modifier.equals("iterate") || modifier.equals("recurse");
            for (String value : values) {
                Inclusion inclusion = isIterated || modifier.isEmpty()
                        ? inclusion(isIterated || name.equals("_revinclude"), value.split(":", -1))
                        : null;
                if (inclusion == null) {
                    problems.add(Problem.invalid(
                            "invalid-include",
                            name + " has the form [resource type]:[reference parameter]:[resource type]."));
                } else {
                    inclusions.add(inclusion);
                }
            }
        }

        private @Nullable Inclusion inclusion(boolean isWide, String[] parts) {
            if (Arrays.equals(parts, new String[] {"*"})) {
                return new Inclusion(isWide, isWide ? null : resourceType, null, null);
            }
            boolean isForm = (parts.length == 2 || parts.length == 3)
                    && parameters.resourceTypes().contains(parts[0])
                    && (parts.length == 2 || parameters.resourceTypes().contains(parts[2]));
            if (!isForm) {
                return null;
            }
            String target = parts.length == 3 ? parts[2] : null;
            if (parts[1].equals("*")) {
                return new Inclusion(isWide, parts[0], null, target);
            }
            return parameters
                    .find(parts[0], parts[1])
                    .filter(parameter -> parameter.kind() == Kind.REFERENCE)
                    .map(parameter -> new Inclusion(isWide, parts[0], parameter, target))
                    .orElse(null);
        }
    }
}
