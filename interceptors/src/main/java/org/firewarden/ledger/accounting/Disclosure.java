package org.firewarden.ledger.accounting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One disclosure, with what 45 CFR 164.528(b)(2) asks for.
 *
 * @param date when
 * @param recipient to whom
 * @param address where the recipient is, if known
 * @param what a brief description of what was disclosed
 * @param basis on what basis
 * @param purpose a brief statement of the purpose
 * @param event the id of the AuditEvent
 * @param suspendedUntil until when the individual is not told, or null
 */
record Disclosure(
        Instant date,
        String recipient,
        @Nullable String address,
        String what,
        DisclosureBasis basis,
        String purpose,
        String event,
        @Nullable Instant suspendedUntil) {}
