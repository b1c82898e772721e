package org.firewarden.gate.breakglass;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One patient, opened to one caller for a short time.
 *
 * @param id names it in the audit trail
 * @param subject the caller
 * @param fhirUser the person, or null
 * @param clientId the application that asked for it
 * @param patientId the patient's logical id
 * @param reason why, as a code
 * @param explanation why, in the caller's words, sealed under the key ring for the subject {@code break-glass/id}; in Base64
 * @param openedAt from when
 * @param expiresAt until when
 * @param correlationId the request that asked for it
 */
public record BreakGlassGrant(
        UUID id,
        String subject,
        @Nullable String fhirUser,
        String clientId,
        String patientId,
        BreakGlassReason reason,
        String explanation,
        Instant openedAt,
        Instant expiresAt,
        String correlationId) {

    /** Names no patient. */
    @Override
    public String toString() {
        return "BreakGlassGrant[" + id + "]";
    }
}
