package org.firewarden.server.export;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * {@code _elements}: which elements of resources are wanted. It takes away from what the gate has shown and adds nothing; what is
 * mandatory stays, and what was narrowed says so by the tag SUBSETTED (FHIR R4, search.html#elements).
 */
final class ElementSelection {

    private static final Set<String> ALWAYS = Set.of("resourceType", "id", "meta");
    private static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
    private static final String SUBSETTED = "SUBSETTED";

    private final FhirContext fhir;
    private final List<String> wanted;
    private final Map<String, Set<String>> kept = new ConcurrentHashMap<>();

    /** Selects these, each {@code element} or {@code Type.element}; all if there are none. */
    ElementSelection(FhirContext fhir, List<String> wanted) {
        this.fhir = fhir;
        this.wanted = List.copyOf(wanted);
    }

    /** True if each of them is an element of one of the types, at the first level. */
    static boolean isKnown(FhirContext fhir, List<String> wanted, Set<String> types) {
        return wanted.stream().allMatch(element -> {
            int dot = element.indexOf('.');
            Stream<String> of = dot < 0 ? types.stream() : Stream.of(element.substring(0, dot));
            String name = element.substring(dot + 1);
            return of.anyMatch(
                    type -> types.contains(type) && !names(fhir, type, name).isEmpty());
        });
    }

    /** Takes away what is not wanted. */
    ObjectNode of(ObjectNode resource) {
        String type = resource.path("resourceType").asText();
        Set<String> names = kept.computeIfAbsent(type, this::kept);
        if (names.isEmpty()) {
            return resource;
        }
        ObjectNode narrowed = resource.deepCopy();
        List<String> gone = new ArrayList<>();
        narrowed.fieldNames().forEachRemaining(field -> {
            if (!names.contains(field.startsWith("_") ? field.substring(1) : field)) {
                gone.add(field);
            }
        });
        narrowed.remove(gone);
        if (!gone.isEmpty()) {
            tag(narrowed);
        }
        return narrowed;
    }

    private static void tag(ObjectNode resource) {
        for (JsonNode tag : resource.path("meta").path("tag")) {
            if (SUBSETTED.equals(tag.path("code").asText())) {
                return;
            }
        }
        resource.withObject("/meta")
                .withArray("tag")
                .addObject()
                .put("system", SYSTEM)
                .put("code", SUBSETTED);
    }

    /** The fields that stay of a type; none if nothing was said of it. */
    private Set<String> kept(String type) {
        Set<String> names = new HashSet<>();
        for (String element : wanted) {
            int dot = element.indexOf('.');
            if (dot < 0 || element.substring(0, dot).equals(type)) {
                names.addAll(names(fhir, type, element.substring(dot + 1)));
            }
        }
        if (names.isEmpty()) {
            return wanted.stream().allMatch(element -> element.contains(".")) ? Set.of() : mandatory(type);
        }
        names.addAll(mandatory(type));
        return names;
    }

    private Set<String> mandatory(String type) {
        Set<String> names = new HashSet<>(ALWAYS);
        for (BaseRuntimeChildDefinition child : fhir.getResourceDefinition(type).getChildren()) {
            if (child.getMin() > 0) {
                names.addAll(child.getValidChildNames());
            }
        }
        return names;
    }

    /** The fields in which an element of a type stands: a choice has several. */
    private static Set<String> names(FhirContext fhir, String type, String name) {
        for (BaseRuntimeChildDefinition child : fhir.getResourceDefinition(type).getChildren()) {
            String element = child.getElementName();
            if (element.equals(name)
                    || element.equals(name + "[x]")
                    || child.getValidChildNames().contains(name)) {
                return element.equals(name) || element.equals(name + "[x]") ? child.getValidChildNames() : Set.of(name);
            }
        }
        return ALWAYS.contains(name) ? Set.of(name) : Set.of();
    }
}
