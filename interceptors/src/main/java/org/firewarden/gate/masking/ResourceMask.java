package org.firewarden.gate.masking;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.firewarden.access.ElementRules;
import org.hl7.fhir.r4.model.Resource;

/**
 * Shows a resource as the rules say. What is hidden disappears from the element itself, from those nested in it, from
 * contained resources, from extensions, also of primitives, and from the narrative; of references in a resource of which
 * something is hidden only the literal reference stays, since a display or an identifier names the one whom it refers to.
 * Masking twice changes nothing, and never shows what was not there. The resource itself is never changed.
 */
public final class ResourceMask {

    private static final int REMEMBERED = 2_000;

    /** What HAPI keeps beside a resource on its way out, and needs to find beside its copy. */
    private static final List<ResourceMetadataKeyEnum<?>> METADATA = List.of(
            ResourceMetadataKeyEnum.ENTRY_SEARCH_MODE,
            ResourceMetadataKeyEnum.ENTRY_SEARCH_SCORE,
            ResourceMetadataKeyEnum.ENTRY_TRANSACTION_METHOD,
            ResourceMetadataKeyEnum.DELETED_AT);

    private final FhirContext fhir;
    private final Map<Key, MaskNode> compiled = new ConcurrentHashMap<>();

    /** Masks resources of this R4 context. */
    public ResourceMask(FhirContext fhir) {
        this.fhir = fhir;
    }

    /**
     * The resource as it is shown: a labelled copy without what is hidden, or the resource itself if nothing of it is.
     *
     * @param elements what is shown of it
     * @param nested what is shown of resources in it: contained ones, and those of a Bundle or of Parameters
     */
    public Resource apply(Resource resource, ElementRules elements, NestedRules nested) {
        if (elements.isEverything()) {
            return resource;
        }
        Resource copy = resource.copy();
        MaskWalk walk = new MaskWalk(fhir, type -> {
            ElementRules rules = nested.of(type);
            return rules == null ? null : compiled(rules, type);
        });
        walk.resource(copy, compiled(elements, resource.fhirType()));
        if (!walk.hasHidden()) {
            return resource;
        }
        MaskLabels.label(copy.getMeta());
        METADATA.forEach(key -> keep(key, resource, copy));
        return copy;
    }

    private MaskNode compiled(ElementRules rules, String resourceType) {
        if (compiled.size() > REMEMBERED) {
            compiled.clear();
        }
        return compiled.computeIfAbsent(new Key(rules, resourceType), key -> MaskNode.root(rules, resourceType));
    }

    private static <T> void keep(ResourceMetadataKeyEnum<T> key, Resource from, Resource to) {
        T value = key.get(from);
        if (value != null) {
            key.put(to, value);
        }
    }

    private record Key(ElementRules rules, String resourceType) {}
}
