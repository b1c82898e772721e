package org.firewarden.deid.engine.structure;

import java.util.Map;

/**
 * A complex FHIR type.
 *
 * @param name {@code Patient}, {@code Period}, or the path of a backbone element
 * @param isResource whether it is a resource type
 * @param properties by JSON name
 */
public record TypeDefinition(String name, boolean isResource, Map<String, Property> properties) {

    /** Copies the properties. */
    public TypeDefinition {
        properties = Map.copyOf(properties);
    }
}
