package org.firewarden.ledger.accounting;

import java.time.Instant;
import java.util.List;

/**
 * The accounting of a patient's disclosures.
 *
 * @param from its first instant
 * @param before the instant before which it ends
 * @param disclosures each, newest first
 * @param research what is told in the summary form
 * @param erased how many events of the period nobody can read any more
 */
record Accounting(
        Instant from, Instant before, List<Disclosure> disclosures, List<ResearchSummary> research, int erased) {

    /** Copies the lists. */
    Accounting {
        disclosures = List.copyOf(disclosures);
        research = List.copyOf(research);
    }
}
