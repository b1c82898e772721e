package org.firewarden.gate.decision;

/** Whether a part of a Consent's provision covers an access. */
enum ConsentMatch {
    /** It does not. */
    NO,
    /** Nobody can tell: what denies counts, what permits does not. */
    UNCERTAIN,
    /** It depends on the resource, which is not known yet: for some resource it may come out either way. */
    PENDING,
    /** It does. */
    YES;

    static ConsentMatch of(boolean isMatch) {
        return isMatch ? YES : NO;
    }

    /**
     * Both. What nobody can tell for a resource that is not known yet excludes neither a permit nor a denial, and so decides
     * nothing.
     */
    ConsentMatch and(ConsentMatch other) {
        if (this == YES || this == other) {
            return other;
        }
        return other == YES ? this : NO;
    }

    /** At least one. */
    ConsentMatch or(ConsentMatch other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** What is left of an outcome that holds on this condition. */
    ConsentOutcome limit(ConsentOutcome outcome) {
        return switch (this) {
            case YES -> outcome;
            case NO -> ConsentOutcome.SILENT;
            case UNCERTAIN -> outcome == ConsentOutcome.DENY ? outcome : ConsentOutcome.SILENT;
            case PENDING -> outcome == ConsentOutcome.DENY ? ConsentOutcome.SILENT : outcome;
        };
    }
}
