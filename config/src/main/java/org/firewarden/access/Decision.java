package org.firewarden.access;

import org.jspecify.annotations.Nullable;

/** The answer to an {@link Access}: a value, never an exception. */
public sealed interface Decision {

    /** The access may go on. */
    record Permit() implements Decision {}

    /**
     * The access is refused. The caller learns nothing of the reason; the audit trail does.
     *
     * @param reason why
     * @param decidedBy the FHIR reference of the Consent that decided, or null if a rule without one did
     */
    record Deny(DenialReason reason, @Nullable String decidedBy) implements Decision {}

    /** A permit. */
    static Decision permit() {
        return new Permit();
    }

    /** A refusal by a rule. */
    static Decision deny(DenialReason reason) {
        return new Deny(reason, null);
    }

    /** True if this is a permit. */
    default boolean isPermitted() {
        return this instanceof Permit;
    }
}
