package org.firewarden.gate.consent;

import java.util.Map;
import java.util.Set;

/** What stored resources refer to. */
@FunctionalInterface
public interface RelatedResources {

    /**
     * The relative references that each of these resources makes now, by its own relative reference; one that is not there
     * may be absent.
     */
    Map<String, Set<String>> referredToBy(Set<String> references);
}
