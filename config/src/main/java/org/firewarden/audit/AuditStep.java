package org.firewarden.audit;

import java.util.List;

/**
 * One entry of a batch or transaction, once its outcome is known.
 *
 * @param action what was done
 * @param interaction the FHIR interaction
 * @param httpStatus the status of the entry in the answer
 * @param entities relative references of the resources concerned, the one that was asked for first
 */
public record AuditStep(AuditAction action, String interaction, int httpStatus, List<String> entities) {

    /** Copies the list. */
    public AuditStep {
        entities = List.copyOf(entities);
    }
}
