package org.firewarden.access;

import org.jspecify.annotations.Nullable;

/** The answer to an {@link Access}: a value, never an exception. */
public sealed interface Decision {

    /**
     * The access may go on.
     *
     * @param decidedBy the policy rule or the FHIR reference of the Consent that opened it, or null if none had to
     */
    record Permit(@Nullable String decidedBy) implements Decision {}

    /**
     * The access may go on, and a part of the resource stays hidden.
     *
     * @param elements what is shown
     * @param decidedBy the policy rule that hides the rest
     */
    record PermitMasked(ElementRules elements, String decidedBy) implements Decision {}

    /**
     * The access is refused. The caller learns nothing of the reason; the audit trail does.
     *
     * @param reason why
     * @param decidedBy the policy rule or the FHIR reference of the Consent that decided, or null if a rule without name did
     */
    record Deny(DenialReason reason, @Nullable String decidedBy) implements Decision {}

    /** A permit. */
    static Decision permit() {
        return new Permit(null);
    }

    /** A refusal by a rule. */
    static Decision deny(DenialReason reason) {
        return new Deny(reason, null);
    }

    /** True unless this is a refusal. */
    default boolean isPermitted() {
        return !(this instanceof Deny);
    }

    /** What of the resource is shown; everything unless this is a permit with a mask. */
    default ElementRules elements() {
        return this instanceof PermitMasked masked ? masked.elements() : ElementRules.all();
    }
}
