package org.firewarden.deid.engine.policy;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The compiled policy: for each resource type that may come out, a tree of the properties that may come out. */
public final class AllowList {

    private final Map<String, ElementNode> resources;
    private final boolean hasText;

    AllowList(Map<String, ElementNode> resources, boolean hasText) {
        this.resources = Map.copyOf(resources);
        this.hasText = hasText;
    }

    /** True if some text comes out scrubbed. */
    public boolean hasText() {
        return hasText;
    }

    /** The root of a resource type; null for a type that is dropped. */
    public @Nullable ElementNode resource(String type) {
        return resources.get(type);
    }

    /** The resource types that may come out. */
    public Set<String> resourceTypes() {
        return resources.keySet();
    }
}
