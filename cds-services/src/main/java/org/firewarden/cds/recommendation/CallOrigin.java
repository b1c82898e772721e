package org.firewarden.cds.recommendation;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The hook call that a recommendation answers.
 *
 * @param serviceId the CDS service
 * @param hook the hook
 * @param hookInstance the triggering of the hook
 * @param issuer the EHR
 * @param tenant the organisation at the EHR, or null
 * @param userId the user at the EHR, as the EHR names them; null if it named none
 * @param patientId the logical id of the patient
 * @param encounterId the logical id of the encounter, or null
 * @param correlationId the correlation id of the call
 */
public record CallOrigin(
        String serviceId,
        String hook,
        UUID hookInstance,
        String issuer,
        @Nullable String tenant,
        @Nullable String userId,
        String patientId,
        @Nullable String encounterId,
        String correlationId) {}
