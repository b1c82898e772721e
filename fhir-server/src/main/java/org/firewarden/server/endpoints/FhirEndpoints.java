package org.firewarden.server.endpoints;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * What the providers of the FHIR servlet offer, read from HAPI's annotations, since the servlet itself reads them only after
 * the port is open. What each type offers is named once, with {@code *}.
 */
final class FhirEndpoints {

    private static final String ANNOTATIONS = "ca.uhn.fhir.rest.annotation";
    private static final String SYSTEM = "system";

    private final Map<String, Set<String>> places = new TreeMap<>();
    private final Set<String> types = new TreeSet<>();

    private FhirEndpoints() {}

    static Set<String> of(RestfulServer server) {
        FhirEndpoints endpoints = new FhirEndpoints();
        for (IResourceProvider provider : server.getResourceProviders()) {
            String type = provider.getResourceType().getSimpleName();
            endpoints.types.add(type);
            endpoints.add(provider, type);
        }
        for (Object provider : server.getPlainProviders()) {
            endpoints.add(provider, SYSTEM);
        }
        return endpoints.lines();
    }

    private void add(Object provider, String place) {
        for (Class<?> type = provider.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                for (Annotation annotation : method.getAnnotations()) {
                    if (annotation.annotationType().getPackageName().equals(ANNOTATIONS) && !method.isBridge()) {
                        add(annotation, place);
                    }
                }
            }
        }
    }

    private void add(Annotation annotation, String place) {
        if (annotation instanceof Operation operation) {
            String on = place(operation, place);
            String name = operation.name().startsWith("$") ? operation.name() : "$" + operation.name();
            places.computeIfAbsent("operation " + name, key -> new TreeSet<>()).add(on);
        } else {
            String name = annotation.annotationType().getSimpleName();
            places.computeIfAbsent("interaction " + name, key -> new TreeSet<>())
                    .add(place);
        }
    }

    /** An operation may name its type by name, by class, or by standing in the provider of the type. */
    private static String place(Operation operation, String place) {
        if (!operation.typeName().isEmpty()) {
            return operation.typeName();
        }
        return operation.type() == IBaseResource.class
                ? place
                : operation.type().getSimpleName();
    }

    private Set<String> lines() {
        Set<String> lines = new TreeSet<>();
        places.forEach((what, where) -> {
            Set<String> without = new TreeSet<>(types);
            without.removeAll(where);
            // The AuditEvent is a view of ours and offers less than HAPI's types do.
            boolean isOnEach = types.size() > 1 && (without.isEmpty() || without.equals(Set.of("AuditEvent")));
            if (isOnEach) {
                lines.add("fhir " + what + " *");
            }
            where.stream()
                    .filter(place -> !isOnEach || !types.contains(place))
                    .forEach(place -> lines.add("fhir " + what + " " + place));
        });
        return lines;
    }
}
