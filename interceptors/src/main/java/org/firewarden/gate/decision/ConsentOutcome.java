package org.firewarden.gate.decision;

/** What a Consent says of an access, from the least to the most that it lets through. */
enum ConsentOutcome {
    /** It denies. */
    DENY,
    /** It says nothing. */
    SILENT,
    /** It permits, and does not name the purpose: that opens nothing that is closed without a Consent. */
    PERMIT,
    /** It permits the purpose by name. */
    OPEN;

    /** What two provisions beside each other say: a denial wins, else what says more. */
    ConsentOutcome beside(ConsentOutcome other) {
        if (this == DENY || other == DENY) {
            return DENY;
        }
        return compareTo(other) >= 0 ? this : other;
    }
}
