package org.firewarden.cds.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.firewarden.phi.Phi;
import org.jspecify.annotations.Nullable;

/**
 * A hook request that passed its checks (CDS Hooks 2.0.1, HTTP Request).
 *
 * @param hook the hook that was triggered
 * @param hookInstance this very triggering
 * @param userId {@code context.userId} as sent, or null where the hook knows no user
 * @param patientId the logical id of the patient in context
 * @param encounterId the logical id of the encounter in context, or null
 * @param fhirServer the EHR's FHIR base without a slash at its end, or null
 * @param authorization access to that server, or null
 * @param drafts the resources of the context that are not stored yet; not yet checked to be of the patient
 * @param selections which drafts were newly selected, as references; empty if the hook has none
 * @param prefetch what was sent by key: a resource, or a JSON null where the EHR has no data
 */
public record HookRequest(
        Hook hook,
        UUID hookInstance,
        @Nullable String userId,
        String patientId,
        @Nullable String encounterId,
        @Nullable URI fhirServer,
        @Nullable FhirAuthorization authorization,
        Phi<List<ObjectNode>> drafts,
        Set<String> selections,
        Phi<Map<String, JsonNode>> prefetch) {

    /** Copies the selections. */
    public HookRequest {
        selections = Set.copyOf(selections);
    }
}
