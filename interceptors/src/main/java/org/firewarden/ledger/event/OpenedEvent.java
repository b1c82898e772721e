package org.firewarden.ledger.event;

import java.util.UUID;
import org.firewarden.audit.AuditContext;
import org.firewarden.audit.AuditEntry;

/**
 * An event as it was recorded, as far as its keys still exist.
 *
 * @param id the logical id of the FHIR AuditEvent
 * @param entry what was recorded
 * @param erasedParts how many parts nobody can read any more, because their key was destroyed
 */
public record OpenedEvent(UUID id, AuditEntry entry, int erasedParts) {

    /** The same event with what was asked, which stands in the first event of its request. */
    public OpenedEvent askedAs(OpenedEvent first) {
        AuditContext own = entry.context();
        AuditContext whole = first.entry.context();
        if (!first.entry.correlationId().equals(entry.correlationId())
                || whole.part() != 1
                || whole.parts() != own.parts()) {
            throw new IllegalStateException("the ledger does not hold the first event of a request");
        }
        return new OpenedEvent(
                id,
                entry.withContext(new AuditContext(
                        whole.query(),
                        own.cleanedQuery(),
                        own.tokenId(),
                        own.roles(),
                        whole.sealedDetails(),
                        own.part(),
                        own.parts())),
                erasedParts);
    }
}
