package org.firewarden.ledger.incident;

import java.util.List;
import org.firewarden.audit.AuditDraft;
import org.hl7.fhir.r4.model.Task;

/** The FHIR storage, as far as an incident needs it: on the server's own behalf and noted in the request's draft. */
@FunctionalInterface
public interface IncidentRecord {

    /** Stores Tasks under the ids that they have, all or none. */
    void open(List<Task> tasks, AuditDraft draft);
}
