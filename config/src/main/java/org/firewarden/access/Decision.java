package org.firewarden.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The answer to an {@link Access}: a value, never an exception. */
public sealed interface Decision {

    /**
     * The access may go on.
     *
     * @param decidedBy the policy rule or the FHIR reference of the Consent that opened it, or null if none had to
     * @param breakGlassGrants the ids of the break-glass grants under which it goes on
     */
    record Permit(@Nullable String decidedBy, Set<String> breakGlassGrants) implements Decision {

        /** Copies the grants. */
        public Permit {
            breakGlassGrants = Set.copyOf(breakGlassGrants);
        }

        /** A permit that needs no grant. */
        public Permit(@Nullable String decidedBy) {
            this(decidedBy, Set.of());
        }
    }

    /**
     * The access may go on, and a part of the resource stays hidden.
     *
     * @param elements what is shown
     * @param decidedBy the policy rule that hides the rest
     * @param breakGlassGrants the ids of the break-glass grants under which it goes on
     */
    record PermitMasked(ElementRules elements, String decidedBy, Set<String> breakGlassGrants) implements Decision {

        /** Copies the grants. */
        public PermitMasked {
            breakGlassGrants = Set.copyOf(breakGlassGrants);
        }

        /** A permit that needs no grant. */
        public PermitMasked(ElementRules elements, String decidedBy) {
            this(elements, decidedBy, Set.of());
        }
    }

    /**
     * The access is refused. The caller learns nothing of the reason; the audit trail does.
     *
     * @param reason why
     * @param decidedBy the policy rule or the FHIR reference of the Consent that decided, or null if a rule without name did
     */
    record Deny(DenialReason reason, @Nullable String decidedBy) implements Decision {

        @Override
        public Set<String> breakGlassGrants() {
            return Set.of();
        }
    }

    /** A permit. */
    static Decision permit() {
        return new Permit(null);
    }

    /** A refusal by a rule. */
    static Decision deny(DenialReason reason) {
        return new Deny(reason, null);
    }

    /** The policy rule or the FHIR reference of the Consent that decided, or null if none had to. */
    @Nullable
    String decidedBy();

    /** The ids of the break-glass grants under which the access goes on; empty for an access that needs none. */
    Set<String> breakGlassGrants();

    /** True unless this is a refusal. */
    default boolean isPermitted() {
        return !(this instanceof Deny);
    }

    /** What of the resource is shown; everything unless this is a permit with a mask. */
    default ElementRules elements() {
        return this instanceof PermitMasked masked ? masked.elements() : ElementRules.all();
    }
}
