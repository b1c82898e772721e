package org.firewarden.gate.label;

import java.util.Map;
import java.util.Set;

/** Looks up the labels of stored resources. Labels alone: nothing else of a resource is read, and no caller is shown them. */
public interface LabelLookup {

    /**
     * The labels of these resources.
     *
     * @param references {@code Type/id}
     * @return without those that are not stored and those that have no label
     */
    Map<String, Labels> of(Set<String> references);
}
