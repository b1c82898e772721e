package org.firewarden.ledger.accounting;

import org.firewarden.audit.AuditDraft;

/** Knows which patients there are. */
@FunctionalInterface
public interface KnownPatients {

    /** True if there is a patient with this id, whoever may see it. */
    boolean isPatient(String patientId, AuditDraft draft);
}
