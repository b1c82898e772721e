package org.firewarden.gate.policy;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which resource types and element paths R4 has. */
final class R4Elements {

    private static final Pattern EXTENSION =
            Pattern.compile("(?:(.+)\\.)?(extension|modifierExtension)(?:\\([^()\\s]+\\))?");
    private static final Set<String> IN_EACH_ELEMENT = Set.of("id");

    private final FhirContext fhir;
    private final Set<String> types;

    R4Elements(FhirContext fhir) {
        this.fhir = fhir;
        this.types = Set.copyOf(fhir.getResourceTypes());
    }

    boolean isType(String name) {
        return types.contains(name);
    }

    /** True if the type has an element at the path below it; a choice is {@code value[x]}, and nothing is named below it. */
    boolean isElement(String type, String path) {
        BaseRuntimeElementDefinition<?> at = fhir.getResourceDefinition(type);
        Matcher extension = EXTENSION.matcher(path);
        if (extension.matches()) {
            return extension.group(1) == null || isElement(type, extension.group(1));
        }
        for (String segment : path.split("\\.", -1)) {
            if (at == null) {
                return false;
            }
            if (IN_EACH_ELEMENT.contains(segment)) {
                at = null;
                continue;
            }
            if (!(at instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
                return false;
            }
            BaseRuntimeChildDefinition child = composite.getChildByName(segment);
            if (child == null || !name(child).equals(segment)) {
                return false;
            }
            at = segment.endsWith("[x]") ? null : child.getChildByName(segment);
        }
        return true;
    }

    /** The name in the StructureDefinition: HAPI leaves the {@code [x]} of a choice out. */
    private static String name(BaseRuntimeChildDefinition child) {
        return child instanceof RuntimeChildChoiceDefinition ? child.getElementName() + "[x]" : child.getElementName();
    }
}
