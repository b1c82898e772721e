package org.firewarden.gate.decision;

import java.util.HashSet;
import java.util.Set;
import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.CodedValue;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.ResourceFacts;
import org.jspecify.annotations.Nullable;

/** What one rule of the policy says of one access to data of patients. */
final class RuleDecision {

    private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    private static final String PART_2 = "42CFRPart2";

    /** What decides on later access; an emergency does not open it to change, or thirty minutes would become a lifetime. */
    private static final Set<String> GOVERNING_ACCESS =
            Set.of("CareTeam", "Consent", "Encounter", "EpisodeOfCare", "Group", "Patient");

    /** What may hold a whole record. Without a patient nobody could tell whose, so only who records it has it back. */
    private static final Set<String> HOLDS_RECORDS = Set.of("Binary", "Bundle", "MessageHeader", "Parameters");

    private RuleDecision() {}

    /** Why the rule denies, or null if it permits. */
    static Decision.@Nullable Deny deny(
            PolicyRule rule, Caller caller, Access access, ConsentSnapshot snapshot, Policy policy) {
        if (rule.recordsWithoutConsent() && access.interaction().isWrite()) {
            return null;
        }
        Set<String> patients = access.allPatientIds();
        if (patients.isEmpty()) {
            return denyWithoutPatient(rule, access);
        }
        boolean isGranted = true;
        for (String patientId : patients) {
            PatientStanding standing = snapshot.of(patientId);
            boolean isLifted = isLifted(standing, access, policy);
            isGranted &= isLifted || Gate.isOwnRecord(caller, patientId);
            Decision.Deny denial =
                    isLifted ? null : denyForPatient(rule, caller, access, patientId, standing, snapshot);
            if (denial != null) {
                return denial;
            }
        }
        return isGranted ? null : denyBySensitivity(rule, access);
    }

    private static Decision.@Nullable Deny denyForPatient(
            PolicyRule rule,
            Caller caller,
            Access access,
            String patientId,
            PatientStanding standing,
            ConsentSnapshot snapshot) {
        if (isSubject(access, patientId) && !hasRelationship(rule, standing, snapshot.callerIdentities())) {
            return new Decision.Deny(DenialReason.CARE_RELATIONSHIP, rule.id());
        }
        return ConsentDecision.deny(rule, caller, access, patientId, standing, snapshot);
    }

    /** The break-glass grants that lift something of the access. */
    static Set<String> grants(Access access, ConsentSnapshot snapshot, Policy policy) {
        Set<String> grants = null;
        for (String patientId : access.allPatientIds()) {
            PatientStanding standing = snapshot.of(patientId);
            String grant = standing.breakGlassGrant();
            if (grant != null && isLifted(standing, access, policy)) {
                grants = grants == null ? new HashSet<>() : grants;
                grants.add(grant);
            }
        }
        return grants == null ? Set.of() : grants;
    }

    /**
     * True if the resource is about the patient and does not merely mention one: it lies in the patient's compartment or in
     * nobody's, or it links two patients, whose Consents then hold for both.
     */
    private static boolean isSubject(Access access, String patientId) {
        Set<String> compartments = access.patientIds();
        return compartments.isEmpty()
                || compartments.contains(patientId)
                || (access.resourceType().equals("Patient")
                        && access.interaction().isWrite());
    }

    /** A break-glass grant lifts relationship, Consent and labels (45 CFR 164.312(a)(2)(ii)). */
    private static boolean isLifted(PatientStanding standing, Access access, Policy policy) {
        if (standing.breakGlassGrant() == null
                || (access.interaction().isWrite() && GOVERNING_ACCESS.contains(access.resourceType()))) {
            return false;
        }
        ResourceFacts facts = access.facts();
        return policy.breakGlassOpensPart2()
                || facts == null
                || !facts.labels().contains(new CodedValue(ACT_CODE, PART_2));
    }

    private static boolean hasRelationship(PolicyRule rule, PatientStanding standing, Set<String> identities) {
        return switch (rule.relationship()) {
            case NOT_ASKED -> true;
            case IF_IN_CARE -> standing.caregivers().isEmpty() || standing.isInCareOf(identities);
            case REQUIRED -> standing.isInCareOf(identities);
        };
    }

    /** A resource about patients that names none: nobody's Consent can open it, and nobody takes care of it. */
    private static Decision.@Nullable Deny denyWithoutPatient(PolicyRule rule, Access access) {
        if (access.facts() == null) {
            return null;
        }
        if (HOLDS_RECORDS.contains(access.resourceType()) && !rule.recordsWithoutConsent()) {
            return new Decision.Deny(DenialReason.MINIMUM_NECESSARY, rule.id());
        }
        boolean asksForCare = rule.relationship() != PolicyRule.CareRelationship.NOT_ASKED;
        if (asksForCare
                && access.interaction().isWrite()
                && access.resourceType().equals("CareTeam")) {
            // A team of no patient may be a member of many patients' teams: nobody takes care of them by joining it
            // alone.
            return new Decision.Deny(DenialReason.MINIMUM_NECESSARY, rule.id());
        }
        if (rule.consent() == PolicyRule.ConsentDefault.DENY) {
            return new Decision.Deny(DenialReason.CONSENT, rule.id());
        }
        return rule.relationship() == PolicyRule.CareRelationship.REQUIRED
                ? new Decision.Deny(DenialReason.CARE_RELATIONSHIP, rule.id())
                : denyBySensitivity(rule, access);
    }

    private static Decision.@Nullable Deny denyBySensitivity(PolicyRule rule, Access access) {
        ResourceFacts facts = access.facts();
        if (facts == null) {
            return null;
        }
        boolean isAbove = Confidentiality.highest(facts.labels()).compareTo(rule.ceiling()) > 0;
        boolean isWithheld = facts.labels().stream()
                .anyMatch(label -> label.system().equals(ACT_CODE)
                        && rule.withheldSensitivities().contains(label.code()));
        return isAbove || isWithheld ? new Decision.Deny(DenialReason.SENSITIVITY, rule.id()) : null;
    }
}
