package org.firewarden.gate.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.gate.query.ParameterDefinition.Kind;
import org.firewarden.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Reads keys of queries. What it cannot read is a problem, which names parameters that exist and quotes nothing else. */
final class CriterionReader {

    private static final String HAS = "_has";
    private static final int MAXIMUM_UNQUALIFIED_TARGETS = 20;

    /** Parameters of each type (FHIR R4, Search, Parameters for all resources), by the element that they read. */
    private static final Map<String, String> OF_EACH_TYPE = Map.of(
            "_id", "id",
            "_lastUpdated", "meta.lastUpdated",
            "_tag", "meta.tag",
            "_profile", "meta.profile",
            "_security", "meta.security",
            "_source", "meta.source",
            "_language", "language");

    private static final Set<String> MODIFIERS = Set.of(
            "missing", "exact", "contains", "text", "not", "above", "below", "in", "not-in", "of-type", "nickname");

    private final SearchParameters parameters;
    private final int maximumDepth;

    CriterionReader(SearchParameters parameters, int maximumDepth) {
        this.parameters = parameters;
        this.maximumDepth = maximumDepth;
    }

    /** Reads a key, or adds what is wrong with it. */
    @Nullable
    Criterion read(String resourceType, String key, List<Problem> problems) {
        return read(resourceType, key, 0, problems);
    }

    /** The definition of a parameter. */
    Optional<ParameterDefinition> find(String resourceType, String name) {
        if (!name.startsWith("_")) {
            return parameters.find(resourceType, name);
        }
        String element = OF_EACH_TYPE.get(name);
        return element == null
                ? Optional.empty()
                : Optional.of(
                        new ParameterDefinition(name, Kind.TOKEN, Set.of(resourceType + "." + element), Set.of()));
    }

    private @Nullable Criterion read(String resourceType, String key, int depth, List<Problem> problems) {
        if (depth > maximumDepth) {
            problems.add(Problem.invalid(
                    "query-too-deep", "Chains and _has nest at most " + maximumDepth + " deep on this server."));
            return null;
        }
        if (key.equals(HAS) || key.startsWith(HAS + ":")) {
            return readHas(resourceType, key, depth, problems);
        }
        int dot = key.indexOf('.');
        String head = dot < 0 ? key : key.substring(0, dot);
        int colon = head.indexOf(':');
        String name = colon < 0 ? head : head.substring(0, colon);
        String qualifier = colon < 0 ? null : head.substring(colon + 1);
        Optional<ParameterDefinition> parameter = find(resourceType, name);
        if (parameter.isEmpty()) {
            problems.add(Problem.invalid(
                    "unknown-search-parameter",
                    "A parameter of the query is none that " + resourceType + " can be searched by."));
            return null;
        }
        return dot < 0
                ? readPlain(resourceType, key, parameter.get(), qualifier, problems)
                : readChain(resourceType, key, parameter.get(), qualifier, key.substring(dot + 1), depth, problems);
    }

    private @Nullable Criterion readPlain(
            String resourceType,
            String key,
            ParameterDefinition parameter,
            @Nullable String modifier,
            List<Problem> problems) {
        boolean isReference = parameter.kind() == Kind.REFERENCE;
        boolean isKnown = modifier == null
                || (MODIFIERS.contains(modifier) && !parameter.name().equals("_id"))
                || (isReference && (modifier.equals("identifier") || isType(modifier)));
        if (!isKnown) {
            problems.add(badModifier(parameter));
            return null;
        }
        return new Criterion.Plain(resourceType, key, parameter, modifier);
    }

    private @Nullable Criterion readChain(
            String resourceType,
            String key,
            ParameterDefinition parameter,
            @Nullable String qualifier,
            String rest,
            int depth,
            List<Problem> problems) {
        if (parameter.kind() != Kind.REFERENCE) {
            problems.add(Problem.invalid(
                    "invalid-chain", "The parameter " + parameter.name() + " is no reference and cannot be chained."));
            return null;
        }
        if (qualifier != null) {
            if (!isType(qualifier)) {
                problems.add(badModifier(parameter));
                return null;
            }
            Criterion target = read(qualifier, rest, depth + 1, problems);
            return target == null ? null : new Criterion.Chain(resourceType, key, parameter, List.of(target));
        }
        if (parameter.targets().isEmpty() || parameter.targets().size() > MAXIMUM_UNQUALIFIED_TARGETS) {
            problems.add(Problem.invalid(
                    "invalid-chain",
                    "The parameter " + parameter.name() + " may lead to many types: name one after a colon."));
            return null;
        }
        List<Criterion> targets = new ArrayList<>();
        List<Problem> inTargets = new ArrayList<>();
        for (String target : new TreeSet<>(parameter.targets())) {
            Criterion criterion = read(target, rest, depth + 1, inTargets);
            if (criterion != null) {
                targets.add(criterion);
            }
        }
        if (targets.isEmpty()) {
            problems.addAll(inTargets.subList(0, Math.min(1, inTargets.size())));
            return null;
        }
        return new Criterion.Chain(resourceType, key, parameter, targets);
    }

    private @Nullable Criterion readHas(String resourceType, String key, int depth, List<Problem> problems) {
        String[] parts = key.split(":", 4);
        Optional<ParameterDefinition> reference =
                parts.length == 4 && isType(parts[1]) ? parameters.find(parts[1], parts[2]) : Optional.empty();
        if (reference.isEmpty() || reference.get().kind() != Kind.REFERENCE) {
            problems.add(Problem.invalid(
                    "invalid-has",
                    "_has has the form _has:[resource type]:[reference parameter of it]:[parameter of it]."));
            return null;
        }
        Criterion source = read(parts[1], parts[3], depth + 1, problems);
        return source == null ? null : new Criterion.Has(resourceType, key, reference.get(), source);
    }

    private boolean isType(String name) {
        return parameters.resourceTypes().contains(name);
    }

    private static Problem badModifier(ParameterDefinition parameter) {
        return Problem.invalid(
                "invalid-modifier", "The parameter " + parameter.name() + " does not take this modifier here.");
    }
}
