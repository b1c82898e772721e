package org.firewarden.gate.enforcement;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.firewarden.gate.query.ElementPaths;
import org.firewarden.gate.query.ParameterDefinition;
import org.firewarden.gate.query.ParameterDefinition.Kind;
import org.firewarden.gate.query.SearchParameters;
import org.jspecify.annotations.Nullable;

/** The search parameters that HAPI has in force, those that a site has added among them. */
public final class RegisteredSearchParameters implements SearchParameters {

    private final FhirContext fhir;
    private final ISearchParamRegistry registry;
    private final Map<Known, ParameterDefinition> known = new ConcurrentHashMap<>();

    /** Asks this registry. */
    public RegisteredSearchParameters(FhirContext fhir, ISearchParamRegistry registry) {
        this.fhir = fhir;
        this.registry = registry;
    }

    /** All that a definition is made from, so that a changed parameter is another key. */
    private record Known(
            String resourceType,
            String name,
            RestSearchParameterTypeEnum type,
            @Nullable String expression) {}

    @Override
    public Set<String> resourceTypes() {
        return fhir.getResourceTypes();
    }

    @Override
    public Optional<ParameterDefinition> find(String resourceType, String name) {
        if (!resourceTypes().contains(resourceType)) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                        registry.getActiveSearchParam(resourceType, name, SearchParamLookupContextEnum.SEARCH))
                .map(parameter -> define(resourceType, parameter));
    }

    @Override
    public Collection<ParameterDefinition> references(String resourceType) {
        return registry.getActiveSearchParams(resourceType, SearchParamLookupContextEnum.SEARCH).values().stream()
                .filter(parameter -> parameter.getParamType() == RestSearchParameterTypeEnum.REFERENCE)
                .map(parameter -> define(resourceType, parameter))
                .toList();
    }

    private ParameterDefinition define(String resourceType, RuntimeSearchParam parameter) {
        Known key = new Known(resourceType, parameter.getName(), parameter.getParamType(), parameter.getPath());
        ParameterDefinition cached = known.get(key);
        if (cached != null) {
            return cached;
        }
        Optional<ElementPaths.Read> read = parameter.getParamType() == RestSearchParameterTypeEnum.COMPOSITE
                ? readComposite(resourceType, parameter)
                : read(resourceType, parameter.getPath());
        Set<String> referred = read.map(ElementPaths.Read::referredTypes).orElse(Set.of());
        ParameterDefinition definition = new ParameterDefinition(
                parameter.getName(),
                kind(parameter.getParamType()),
                read.map(ElementPaths.Read::paths).orElse(Set.of()),
                referred.isEmpty() ? targets(parameter) : referred);
        if (definition.kind() != Kind.COMPOSITE) {
            // What a composite reads depends on other parameters, which may change.
            known.put(key, definition);
        }
        return definition;
    }

    /** Each component reads an element below that of the composite, or is a parameter of its own. */
    private Optional<ElementPaths.Read> readComposite(String resourceType, RuntimeSearchParam composite) {
        Set<String> paths = new LinkedHashSet<>();
        for (RuntimeSearchParam.Component component : composite.getComponents()) {
            RuntimeSearchParam own = component.getReference() == null
                    ? null
                    : registry.getActiveSearchParamByUrl(component.getReference(), SearchParamLookupContextEnum.ALL);
            Optional<ElementPaths.Read> read = own == null ? Optional.empty() : read(resourceType, own.getPath());
            if (read.isEmpty()) {
                return Optional.empty();
            }
            paths.addAll(read.get().paths());
        }
        return paths.isEmpty() ? Optional.empty() : Optional.of(new ElementPaths.Read(paths, Set.of()));
    }

    private Optional<ElementPaths.Read> read(String resourceType, @Nullable String expression) {
        return expression == null
                ? Optional.empty()
                : ElementPaths.of(resourceType, expression).flatMap(read -> read.named(this::named));
    }

    /** The path with the names that the StructureDefinition has for its elements, or null if it has no such element. */
    private @Nullable String named(String path) {
        String[] names = path.split("\\.", -1);
        StringBuilder named = new StringBuilder(names[0]);
        BaseRuntimeElementDefinition<?> element = fhir.getResourceDefinition(names[0]);
        for (int i = 1; i < names.length; i++) {
            if (!(element instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
                return null;
            }
            BaseRuntimeChildDefinition child = composite.getChildByName(names[i]);
            if (child == null) {
                child = composite.getChildByName(names[i] + "[x]");
            }
            if (child == null) {
                return null;
            }
            boolean isChoice = child instanceof RuntimeChildChoiceDefinition;
            named.append('.').append(isChoice ? bare(child.getElementName()) + "[x]" : child.getElementName());
            if (isChoice || names[i].equals("extension")) {
                // What type the value has is not known, and neither what is in it.
                for (int inside = i + 1; inside < names.length; inside++) {
                    named.append('.').append(names[inside]);
                }
                return named.toString();
            }
            element = child.getChildByName(child.getElementName());
        }
        return named.toString();
    }

    private static String bare(String choice) {
        return choice.endsWith("[x]") ? choice.substring(0, choice.length() - 3) : choice;
    }

    private Set<String> targets(RuntimeSearchParam parameter) {
        Set<String> targets = new LinkedHashSet<>(parameter.getTargets());
        targets.retainAll(resourceTypes());
        return targets;
    }

    private static Kind kind(RestSearchParameterTypeEnum type) {
        return switch (type) {
            case TOKEN -> Kind.TOKEN;
            case REFERENCE -> Kind.REFERENCE;
            case COMPOSITE -> Kind.COMPOSITE;
            default -> Kind.OTHER;
        };
    }
}
