package org.firewarden.gate.breakglass;

import org.firewarden.audit.AuditDraft;
import org.hl7.fhir.r4.model.Task;

/** The FHIR storage, as far as emergency access needs it: on the server's own behalf and noted in the request's draft. */
public interface BreakGlassRecord {

    /** True if there is a patient with this id, whoever may see it. */
    boolean isPatient(String patientId, AuditDraft draft);

    /** Stores the Task of a grant under the id that it has, in the transaction in progress. */
    void open(Task review, AuditDraft draft);
}
