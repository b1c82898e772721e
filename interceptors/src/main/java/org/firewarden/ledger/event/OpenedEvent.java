package org.firewarden.ledger.event;

import java.util.UUID;
import org.firewarden.audit.AuditEntry;

/**
 * An event as it was recorded, as far as its keys still exist.
 *
 * @param id the logical id of the FHIR AuditEvent
 * @param entry what was recorded
 * @param erasedParts how many parts nobody can read any more, because their key was destroyed
 */
public record OpenedEvent(UUID id, AuditEntry entry, int erasedParts) {}
