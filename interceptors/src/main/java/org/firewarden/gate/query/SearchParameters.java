package org.firewarden.gate.query;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** The resource types and the search parameters in force. */
public interface SearchParameters {

    /** The resource types that can be searched. */
    Set<String> resourceTypes();

    /** The parameter of this name on this type, or empty if the type has none. */
    Optional<ParameterDefinition> find(String resourceType, String name);

    /** The reference parameters of a type. */
    Collection<ParameterDefinition> references(String resourceType);
}
