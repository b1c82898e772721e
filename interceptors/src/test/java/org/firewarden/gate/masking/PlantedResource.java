package org.firewarden.gate.masking;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import ca.uhn.fhir.context.RuntimeChildContainedResources;
import ca.uhn.fhir.context.RuntimeChildExtension;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.MarkdownType;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;

/** A resource of whatever type that holds a value of its own, easy to find, in each place that can hold a text. */
final class PlantedResource {

    private static final int DEPTH = 4;

    private final FhirContext fhir;
    private final Random random;
    private final Map<String, String> canaries = new LinkedHashMap<>();
    private final Set<String> paths = new TreeSet<>();
    private final Resource resource;

    PlantedResource(FhirContext fhir, String type, long seed) {
        this.fhir = fhir;
        this.random = new Random(seed);
        this.resource = (Resource) fhir.getResourceDefinition(type).newInstance();
        resource.setId("planted");
        if (resource instanceof DomainResource domain) {
            domain.getText().setStatus(Narrative.NarrativeStatus.GENERATED);
            domain.getText().setDivAsString("<div>" + canary(type + ".text") + "</div>");
        }
        fill(resource, type, 0);
    }

    Resource resource() {
        return resource;
    }

    /** Each planted value with the path at which it stands. */
    Map<String, String> canaries() {
        return canaries;
    }

    /** The paths of all elements that are there. */
    Set<String> paths() {
        return paths;
    }

    private String canary(String path) {
        String value = "canary" + canaries.size() + "z";
        canaries.put(value, path);
        return value;
    }

    private void fill(Base parent, String path, int depth) {
        BaseRuntimeElementDefinition<?> definition = parent instanceof Resource inner
                ? fhir.getResourceDefinition(inner)
                : fhir.getElementDefinition(parent.getClass());
        if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite) || depth > DEPTH) {
            return;
        }
        for (BaseRuntimeChildDefinition child : composite.getChildren()) {
            String name = child.getElementName();
            boolean isPlain = !(child instanceof RuntimeChildExtension)
                    && !(child instanceof RuntimeChildContainedResources)
                    && !Set.of("id", "text", "meta", "implicitRules", "language", "url")
                            .contains(name);
            if (isPlain || (name.equals("text") && depth > 0)) {
                String childPath = path + "." + name + (child instanceof RuntimeChildChoiceDefinition ? "[x]" : "");
                fillChild(parent, child, childPath, depth);
            }
        }
    }

    private void fillChild(Base parent, BaseRuntimeChildDefinition child, String path, int depth) {
        TreeSet<String> names = new TreeSet<>(child.getValidChildNames());
        names.removeIf(name -> name.endsWith("Resource"));
        if (names.isEmpty() || (depth > 1 && random.nextInt(4) > 0)) {
            return;
        }
        String name = names.stream()
                .filter(n -> n.endsWith("String") || n.endsWith("CodeableConcept"))
                .findFirst()
                .orElse(names.first());
        BaseRuntimeElementDefinition<?> definition = child.getChildByName(name);
        if (definition == null || Resource.class.isAssignableFrom(definition.getImplementingClass())) {
            return;
        }
        IBase value = definition.newInstance(child.getInstanceConstructorArguments());
        if (value instanceof StringType || value instanceof MarkdownType) {
            ((StringType) value).setValue(canary(path));
        } else if (value instanceof Reference reference) {
            reference.setReference("Basic/other");
            reference.setDisplay(canary(path + ".display!"));
            reference.getIdentifier().setValue(canary(path + ".identifier!"));
        } else if (value instanceof Base base && definition instanceof BaseRuntimeElementCompositeDefinition<?>) {
            fill(base, path, depth + 1);
        } else {
            return;
        }
        if (value instanceof Element element && random.nextInt(3) == 0) {
            String url = "http://example.org/x" + random.nextInt(3);
            element.addExtension(url, new StringType(canary(path + ".extension(" + url + ").value[x]")));
            paths.add(path + ".extension(" + url + ")");
        }
        paths.add(path);
        child.getMutator().addValue(parent, value);
    }
}
