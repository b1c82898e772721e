package org.firewarden.gate.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.ElementRules;
import org.firewarden.access.ResourceFacts;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScope;
import org.jspecify.annotations.Nullable;

/**
 * The decision on each access to data (45 CFR 164.312(a)(1), 164.502(b)). A pure function of who asks, for what, what is
 * known of the patients and what holds for everybody. In this order: tenant, policy of role and purpose, scope, patient
 * compartment, and then for each patient care relationship, Consent and sensitivity, which a break-glass grant lifts. Each
 * may deny; what is left is permitted, with the mask of the policy.
 */
public final class Gate {

    private Gate() {}

    /**
     * Decides on access to one resource, or to what is known of it.
     *
     * @param snapshot what is known of each of the patients that the access names
     */
    public static Decision decide(Caller caller, Access access, ConsentSnapshot snapshot, Policy policy) {
        Decision onType = decideOnType(caller, access, policy);
        boolean isAboutPatients = ResourceTypes.isAboutPatients(access.resourceType())
                || !access.allPatientIds().isEmpty();
        if (!onType.isPermitted() || !isAboutPatients || access.resourceType().equals(ResourceTypes.AUDIT_EVENT)) {
            return onType;
        }
        Decision.Deny onScope = denyByScope(caller, access);
        if (onScope != null) {
            return onScope;
        }
        Decision.Deny denial = null;
        ElementRules seen = null;
        List<String> names = new ArrayList<>(1);
        for (PolicyRule rule : policy.rules()) {
            TypeRule type = rule.covers(caller) ? patientRule(rule, access) : null;
            if (type == null || !type.opens(access)) {
                continue;
            }
            Decision.Deny byRule = type.isAboutUse() ? null : RuleDecision.deny(rule, caller, access, snapshot, policy);
            if (byRule == null) {
                seen = seen == null ? type.elements() : seen.or(type.elements());
                names.add(rule.id());
            } else {
                denial = denial == null ? byRule : denial;
            }
        }
        if (seen == null) {
            return denial == null ? Decision.deny(DenialReason.ROLE) : denial;
        }
        String decidedBy = names.size() == 1 ? names.get(0) : String.join("+", names);
        Set<String> grants = RuleDecision.grants(access, snapshot, policy);
        return seen.isEverything()
                ? new Decision.Permit(decidedBy, grants)
                : new Decision.PermitMasked(seen, decidedBy, grants);
    }

    /** Decides what can be decided before any resource is known: tenant, policy and scope. */
    public static Decision decideOnType(Caller caller, Access access, Policy policy) {
        if (policy.tenant() != null && !policy.tenant().equals(caller.tenant())) {
            return Decision.deny(DenialReason.TENANT);
        }
        Decision.Deny byPolicy = denyByPolicy(caller, access, policy);
        if (byPolicy != null) {
            return byPolicy;
        }
        return caller.scopes().allows(access.interaction(), access.resourceType())
                ? Decision.permit()
                : Decision.deny(DenialReason.MISSING_SCOPE);
    }

    private static Decision.@Nullable Deny denyByPolicy(Caller caller, Access access, Policy policy) {
        String type = access.resourceType();
        boolean isCovered = false;
        for (PolicyRule rule : policy.rules()) {
            if (rule.covers(caller)) {
                if (rule.opens(access.interaction(), type)) {
                    return null;
                }
                isCovered = true;
            }
        }
        boolean isOpenToRead = !ResourceTypes.isAboutPatients(type)
                && !type.equals(ResourceTypes.AUDIT_EVENT)
                && !access.interaction().isWrite();
        if (isOpenToRead) {
            return null;
        }
        return new Decision.Deny(isCovered ? DenialReason.MINIMUM_NECESSARY : DenialReason.ROLE, null);
    }

    /** A type without patient data whose resource refers to patients all the same is decided on like the rest. */
    private static @Nullable TypeRule patientRule(PolicyRule rule, Access access) {
        TypeRule type = rule.of(access.resourceType());
        return type == null && !ResourceTypes.isAboutPatients(access.resourceType())
                ? rule.types().get(PolicyRule.EACH_OTHER_TYPE)
                : type;
    }

    private static Decision.@Nullable Deny denyByScope(Caller caller, Access access) {
        ResourceFacts facts = access.facts();
        boolean isReached = false;
        for (SmartScope scope : caller.scopes().granted()) {
            boolean allows = facts == null
                    ? scope.allows(access.interaction(), access.resourceType())
                    : scope.allows(access.interaction(), access.resourceType(), facts.tokens());
            if (allows) {
                if (scope.context() != SmartScope.Context.PATIENT || isOwnCompartment(caller, access)) {
                    return null;
                }
                isReached = true;
            }
        }
        return new Decision.Deny(isReached ? DenialReason.OUTSIDE_COMPARTMENT : DenialReason.MISSING_SCOPE, null);
    }

    /**
     * A resource in the compartments of several patients is not one patient's own. Who writes in the context of one patient
     * writes nothing that so much as refers to another.
     */
    private static boolean isOwnCompartment(Caller caller, Access access) {
        if (caller.patientId() == null) {
            return false;
        }
        Set<String> patients = access.interaction().isWrite() ? access.allPatientIds() : access.patientIds();
        return patients.size() == 1 && patients.contains(caller.patientId());
    }

    /** A patient's own restriction does not shut the patient out (45 CFR 164.524). */
    static boolean isOwnRecord(Caller caller, String patientId) {
        return caller.is(Role.PATIENT) && ("Patient/" + patientId).equals(caller.fhirUser());
    }
}
