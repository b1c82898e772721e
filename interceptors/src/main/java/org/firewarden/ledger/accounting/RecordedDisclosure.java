package org.firewarden.ledger.accounting;

import java.time.Instant;
import java.util.Set;
import org.firewarden.ledger.call.CallParameters;
import org.jspecify.annotations.Nullable;

/**
 * A disclosure that went another way than through this server: by letter, by telephone, by another system.
 *
 * @param basis on what basis
 * @param date when
 * @param recipient to whom
 * @param address where the recipient is, if known
 * @param what a brief description of what was disclosed
 * @param purpose a brief statement of the purpose
 */
record RecordedDisclosure(
        DisclosureBasis basis,
        Instant date,
        String recipient,
        @Nullable String address,
        String what,
        String purpose) {

    /** The names of the parameters, and of the details in the event. */
    static final Set<String> NAMES = Set.of("basis", "date", "recipient", "address", "what", "purpose");

    private static final int LONGEST = 500;

    /** Reads the parameters; what it answers counts only if they have no problem. */
    static RecordedDisclosure read(CallParameters parameters, Instant now) {
        DisclosureBasis basis = DisclosureBasis.ofCode(parameters.text("basis", LONGEST))
                .orElseGet(() -> {
                    parameters.problem("Parameter basis is a code such as public-health or law-enforcement.");
                    return DisclosureBasis.OTHER;
                });
        Instant date = parameters.instant("date", false);
        if (date != null && date.isAfter(now)) {
            parameters.problem("Parameter date is not in the future.");
        }
        String address = parameters.one("address");
        return new RecordedDisclosure(
                basis,
                date == null ? now : date,
                parameters.text("recipient", LONGEST),
                address == null ? null : parameters.text("address", LONGEST),
                parameters.text("what", LONGEST),
                parameters.text("purpose", LONGEST));
    }
}
