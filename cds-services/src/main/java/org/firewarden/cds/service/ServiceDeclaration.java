package org.firewarden.cds.service;

import java.util.List;
import java.util.regex.Pattern;
import org.firewarden.cds.hook.Coding;

/**
 * A CDS service as its YAML file declares it.
 *
 * @param id the last part of its address
 * @param hook the hook it answers
 * @param title what people call it
 * @param description what it does
 * @param usageRequirements what must hold for it to be of use
 * @param modelId the model whose production version answers
 * @param modelName what clinicians call the model, short enough for the summary of a card
 * @param estimate what the number is, for the summary of a card
 * @param leadingOutcome the code of the outcome in the summary
 * @param bands how risks are named
 * @param overrideReasons what a user may answer who does not follow a card
 */
record ServiceDeclaration(
        String id,
        String hook,
        String title,
        String description,
        String usageRequirements,
        String modelId,
        String modelName,
        String estimate,
        String leadingOutcome,
        RiskBands bands,
        List<OverrideReason> overrideReasons) {

    private static final String OVERRIDE_REASON_SYSTEM = "https://firewarden.org/cds/override-reason";
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    /** Checks the id, which becomes part of an address, and copies the reasons. */
    ServiceDeclaration {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("the id of a CDS service is lower case with hyphens");
        }
        overrideReasons = List.copyOf(overrideReasons);
    }

    /**
     * A reason of our own code system.
     *
     * @param code the code
     * @param display what the user reads
     */
    record OverrideReason(String code, String display) {}

    /** The reasons as codings. */
    List<Coding> overrideCodings() {
        return overrideReasons.stream()
                .map(reason -> new Coding(reason.code(), OVERRIDE_REASON_SYSTEM, reason.display()))
                .toList();
    }
}
