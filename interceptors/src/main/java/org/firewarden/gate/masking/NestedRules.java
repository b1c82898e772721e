package org.firewarden.gate.masking;

import org.firewarden.access.ElementRules;
import org.jspecify.annotations.Nullable;

/** What is shown of a resource that lies in another one. */
@FunctionalInterface
public interface NestedRules {

    /** What is shown of resources of the type, or null if none of them is. */
    @Nullable
    ElementRules of(String resourceType);
}
