package org.firewarden.ledger.accounting;

import java.time.Instant;
import java.time.ZoneOffset;
import org.firewarden.ledger.call.CallParameters;
import org.jspecify.annotations.Nullable;

/**
 * Which disclosures are asked for: at most those of the six years before the request (45 CFR 164.528(a)(1)).
 *
 * @param from the first instant
 * @param before the instant before which it ends
 */
record AccountingPeriod(Instant from, Instant before) {

    private static final int YEARS = 6;

    /** Reads {@code start} and {@code end}. What lies outside the six years is cut off. */
    static AccountingPeriod read(CallParameters parameters, Instant now) {
        Instant earliest = now.atOffset(ZoneOffset.UTC).minusYears(YEARS).toInstant();
        @Nullable Instant start = parameters.instant("start", false);
        @Nullable Instant end = parameters.instant("end", true);
        if (start != null && end != null && !end.isAfter(start)) {
            parameters.problem("Parameter end is not before start.");
        }
        return new AccountingPeriod(
                start == null || start.isBefore(earliest) ? earliest : start,
                end == null || end.isAfter(now) ? now : end);
    }

    boolean covers(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(before);
    }
}
