package org.firewarden.cds.hook;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.firewarden.phi.Phi;
import org.jspecify.annotations.Nullable;

/**
 * A hook request that passed its checks (CDS Hooks 2.0.1, HTTP Request). The {@code fhirAuthorization} is not among its
 * parts: the token in it is transient, and this server does not call the EHR's FHIR server.
 *
 * @param hook the hook that was triggered
 * @param hookInstance this very triggering
 * @param userId {@code context.userId} as sent
 * @param patientId the logical id of the patient in context
 * @param encounterId the logical id of the encounter in context, or null
 * @param fhirServer the EHR's FHIR base without a slash at its end, or null
 * @param prefetch what was sent by key: a resource, or a JSON null where the EHR has no data
 */
public record HookRequest(
        String hook,
        UUID hookInstance,
        String userId,
        String patientId,
        @Nullable String encounterId,
        @Nullable URI fhirServer,
        Phi<Map<String, JsonNode>> prefetch) {}
