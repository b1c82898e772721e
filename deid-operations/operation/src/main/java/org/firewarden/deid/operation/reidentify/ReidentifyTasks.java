package org.firewarden.deid.operation.reidentify;

import java.time.Instant;
import java.util.UUID;

/** Shows requests to reidentify as FHIR Tasks, for those who decide on them. What counts are the decisions, not the Tasks. */
@FunctionalInterface
public interface ReidentifyTasks {

    /**
     * Writes the Task of a request as it stands.
     *
     * @param id of the request, which is the Task's too
     * @param requester the subject of who asks
     * @param state {@code pending}, {@code open}, {@code rejected} or {@code expired}
     * @param requestedAt when it was asked
     * @param pendingUntil until when approvers may decide
     */
    void write(UUID id, String requester, String state, Instant requestedAt, Instant pendingUntil);
}
