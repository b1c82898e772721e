package org.firewarden.gate.decision;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Role;

/**
 * The decision on each access to data (45 CFR 164.312(a)(1), 164.502(b)). A pure function of who asks, for what, what the
 * patients have consented to and what holds for everybody. The rules, in this order: role, scope, patient compartment,
 * Consent. Each may deny; what no rule denies is permitted.
 */
public final class Gate {

    private Gate() {}

    /**
     * Decides on access to one resource.
     *
     * @param consents the Consents of each of the patients that the access names
     */
    public static Decision decide(Caller caller, Access access, ConsentSnapshot consents, Policy policy) {
        Decision onType = decideOnType(caller, access, policy);
        Set<String> patients = access.allPatientIds();
        boolean isAboutPatients = ResourceTypes.isAboutPatients(access.resourceType()) || !patients.isEmpty();
        if (!onType.isPermitted() || !isAboutPatients) {
            return onType;
        }
        if (!isWithinCompartment(caller, access)) {
            return Decision.deny(DenialReason.OUTSIDE_COMPARTMENT);
        }
        if (isRecording(caller, access)) {
            return Decision.permit();
        }
        if (patients.isEmpty() && policy.purposesThatNeedConsent().contains(caller.purpose())) {
            return Decision.deny(DenialReason.CONSENT);
        }
        for (String patientId : patients) {
            Decision onPatient = decideOnConsent(caller, patientId, consents, policy);
            if (!onPatient.isPermitted()) {
                return onPatient;
            }
        }
        return Decision.permit();
    }

    /** Decides what can be decided before any resource is known: role and scope. */
    public static Decision decideOnType(Caller caller, Access access, Policy policy) {
        String type = access.resourceType();
        if (type.equals(ResourceTypes.AUDIT_EVENT) && !hasOne(caller, policy.rolesWithAuditTrail())) {
            return Decision.deny(DenialReason.ROLE);
        }
        if (ResourceTypes.isAboutPatients(type) && !hasOne(caller, policy.rolesWithPatientData())) {
            return Decision.deny(DenialReason.ROLE);
        }
        return caller.scopes().allows(access.interaction(), type)
                ? Decision.permit()
                : Decision.deny(DenialReason.MISSING_SCOPE);
    }

    private static boolean isWithinCompartment(Caller caller, Access access) {
        if (caller.scopes().allowsBeyondPatient(access.interaction(), access.resourceType())) {
            return true;
        }
        if (caller.patientId() == null) {
            return false;
        }
        // A resource that touches two patients may be read by each of them, and written by neither.
        return access.interaction().isWrite()
                ? access.allPatientIds().equals(Set.of(caller.patientId()))
                : access.patientIds().contains(caller.patientId());
    }

    private static Decision decideOnConsent(Caller caller, String patientId, ConsentSnapshot consents, Policy policy) {
        List<ConsentRule> rules = consents.of(patientId);
        if (!isOwnRecord(caller, patientId)) {
            for (ConsentRule rule : rules) {
                if (rule.denies(caller, consents.asOf())) {
                    return new Decision.Deny(DenialReason.CONSENT, "Consent/" + rule.consentId());
                }
            }
        }
        boolean isOpen = !policy.purposesThatNeedConsent().contains(caller.purpose())
                || rules.stream().anyMatch(rule -> rule.permits(caller, consents.asOf()));
        return isOpen ? Decision.permit() : Decision.deny(DenialReason.CONSENT);
    }

    /** A Consent governs what is shown of a record, not that a system writes down what was done and measured. */
    private static boolean isRecording(Caller caller, Access access) {
        return access.interaction().isWrite() && caller.is(Role.INTERFACE_ENGINE);
    }

    /** A patient's own restriction does not shut the patient out (45 CFR 164.524). */
    private static boolean isOwnRecord(Caller caller, String patientId) {
        return caller.is(Role.PATIENT) && ("Patient/" + patientId).equals(caller.fhirUser());
    }

    private static boolean hasOne(Caller caller, Set<Role> roles) {
        return !Collections.disjoint(caller.roles(), roles);
    }
}
