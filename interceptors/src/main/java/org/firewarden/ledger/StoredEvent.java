package org.firewarden.ledger;

import java.util.UUID;
import org.firewarden.audit.AuditEntry;

/**
 * An event of the ledger with its id.
 *
 * @param id the logical id of the FHIR AuditEvent
 * @param entry what was recorded
 */
record StoredEvent(UUID id, AuditEntry entry) {}
