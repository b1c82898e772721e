package org.firewarden.gate.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one key of a query asks about. */
sealed interface Criterion {

    /** The type whose resources are asked about. */
    String resourceType();

    /** The key as it stands in a query for that type. */
    String key();

    /**
     * An element of the resource itself.
     *
     * @param modifier what follows the name after a colon, or null
     */
    record Plain(
            String resourceType,
            String key,
            ParameterDefinition parameter,
            @Nullable String modifier) implements Criterion {}

    /**
     * Something about a resource to which this one refers (FHIR R4, Search, Chained parameters).
     *
     * @param targets one for each type that the reference may lead to
     */
    record Chain(String resourceType, String key, ParameterDefinition reference, List<Criterion> targets)
            implements Criterion {}

    /**
     * Something about a resource that refers to this one (FHIR R4, Search, Reverse chaining).
     *
     * @param reference the parameter of the referring type that leads here
     */
    record Has(String resourceType, String key, ParameterDefinition reference, Criterion source) implements Criterion {}
}
