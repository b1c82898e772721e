package org.firewarden.ledger.accounting;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A law enforcement official or health oversight agency has stated that an accounting would impede its activities (45 CFR
 * 164.528(a)(2)): for as long as the written statement says, or 30 days at most after an oral one. Who stated it is in the event.
 *
 * @param id its id
 * @param patientId of whose disclosures
 * @param basis disclosures on this basis
 * @param isWritten whether the statement is in writing
 * @param from since when
 * @param until until when
 */
record Suspension(UUID id, String patientId, DisclosureBasis basis, boolean isWritten, Instant from, Instant until) {

    private static final Duration LONGEST_ORAL = Duration.ofDays(30);

    /** Refuses what the rule does not provide for; who reads parameters has looked before. */
    Suspension {
        if (!basis.isSuspendable() || !until.isAfter(from) || !isLongEnoughStated(isWritten, from, until)) {
            throw new IllegalArgumentException("no suspension of 45 CFR 164.528(a)(2)");
        }
    }

    /** True unless an oral statement is to hold for more than 30 days. */
    static boolean isLongEnoughStated(boolean isWritten, Instant from, Instant until) {
        return isWritten || !until.isAfter(from.plus(LONGEST_ORAL));
    }

    boolean holds(DisclosureBasis of, Instant at) {
        return of == basis && !at.isBefore(from) && at.isBefore(until);
    }
}
