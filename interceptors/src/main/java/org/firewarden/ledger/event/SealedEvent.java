package org.firewarden.ledger.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An event that is ready to be appended.
 *
 * @param id the logical id of the FHIR AuditEvent
 * @param recorded when it was recorded, to the microsecond
 * @param outcome the code of audit-event-outcome
 * @param json the event in canonical form, its patient's parts sealed
 * @param index the blind index entries under which it is found
 * @param facets what of it stands in columns
 */
public record SealedEvent(
        UUID id, Instant recorded, String outcome, String json, List<byte[]> index, EventFacets facets) {

    /** Copies the list. */
    public SealedEvent {
        index = List.copyOf(index);
    }
}
