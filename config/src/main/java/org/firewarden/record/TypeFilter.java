package org.firewarden.record;

/**
 * A search that narrows one type of an export (FHIR Bulk Data Access 2.0.0, {@code _typeFilter}). It may hold patient values, so it
 * prints as its type only.
 *
 * @param type the resource type
 * @param query what stands behind the question mark, not decoded
 */
public record TypeFilter(String type, String query) {

    @Override
    public String toString() {
        return "TypeFilter[" + type + "]";
    }
}
