package org.firewarden.deid.engine.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A node of the allow-list: the properties of one type, at one place, that may come out. */
public final class ElementNode {

    private final String type;
    private final Map<String, Step> steps = new HashMap<>();

    ElementNode(String type) {
        this.type = type;
    }

    /** The name of the type. */
    public String type() {
        return type;
    }

    /** What is done with a property; null for one that is dropped. */
    public @Nullable Step step(String property) {
        return steps.get(property);
    }

    /** The names of the properties that may come out. */
    public Set<String> kept() {
        return Set.copyOf(steps.keySet());
    }

    void add(String property, Step step) {
        steps.put(property, step);
    }
}
