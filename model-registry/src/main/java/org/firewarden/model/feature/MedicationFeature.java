package org.firewarden.model.feature;

/**
 * A yes-or-no feature: is there an active MedicationRequest for a drug out of a code set.
 *
 * @param codes the drugs that count
 */
record MedicationFeature(String name, String title, CodeSet codes, MissingRule missing) implements Feature {

    @Override
    public String resourceType() {
        return "MedicationRequest";
    }
}
