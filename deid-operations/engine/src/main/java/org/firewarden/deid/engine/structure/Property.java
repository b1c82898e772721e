package org.firewarden.deid.engine.structure;

import org.jspecify.annotations.Nullable;

/**
 * A property of a FHIR type as it is named in JSON; a choice ({@code value[x]}) is one property for each type.
 *
 * @param name the JSON name
 * @param type the type's name; a backbone element's type is named by its path ({@code Patient.contact})
 * @param valueSet the required value set, if it is one whose members are known here
 */
public record Property(String name, String type, @Nullable String valueSet) {

    /** True if the type is a backbone element, defined inside another type. */
    public boolean isBackbone() {
        return type.indexOf('.') > 0;
    }
}
