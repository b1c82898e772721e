package org.firewarden.gate.query;

import java.util.Set;

/**
 * A search parameter of one resource type, as far as the firewall needs to know it.
 *
 * @param name the name in a query
 * @param kind its type (FHIR R4, SearchParameter.type)
 * @param paths the elements that it reads, as paths of the StructureDefinition; empty if they are not known, so that no query
 *     may use it
 * @param targets for a reference, the types that it may lead to; empty if they are not stated
 */
public record ParameterDefinition(String name, Kind kind, Set<String> paths, Set<String> targets) {

    /** The type of a search parameter. */
    public enum Kind {
        TOKEN,
        REFERENCE,
        COMPOSITE,
        OTHER
    }

    /** Copies the sets. */
    public ParameterDefinition {
        paths = Set.copyOf(paths);
        targets = Set.copyOf(targets);
    }
}
