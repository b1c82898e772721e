package org.firewarden.model.feature;

/** A yes-or-no feature: was there any coded procedure during the encounter in context. */
record ProcedureFeature(String name, String title, MissingRule missing) implements Feature {

    @Override
    public String resourceType() {
        return "Procedure";
    }
}
