package org.firewarden.ledger.follow;

import java.time.Instant;

/**
 * An event as it lies in the ledger.
 *
 * @param seq its place
 * @param recorded when it was recorded
 * @param outcome the code of audit-event-outcome
 * @param marks the sum of the marks of {@link org.firewarden.ledger.event.EventFacets}
 * @param content the content of the leaf, canonical JSON; what is about a patient is sealed in it
 */
public record LedgerLeaf(long seq, Instant recorded, String outcome, int marks, String content) {}
