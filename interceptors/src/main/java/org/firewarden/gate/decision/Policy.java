package org.firewarden.gate.decision;

import java.util.Set;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;

/**
 * What holds for everybody, whatever the single patient has consented to.
 *
 * @param purposesThatNeedConsent purposes for which a patient without a permitting Consent is closed
 * @param rolesWithPatientData roles that may see data of patients at all
 * @param rolesWithAuditTrail roles that may read the audit trail
 */
public record Policy(
        Set<PurposeOfUse> purposesThatNeedConsent, Set<Role> rolesWithPatientData, Set<Role> rolesWithAuditTrail) {

    /** Copies the sets. */
    public Policy {
        purposesThatNeedConsent = Set.copyOf(purposesThatNeedConsent);
        rolesWithPatientData = Set.copyOf(rolesWithPatientData);
        rolesWithAuditTrail = Set.copyOf(rolesWithAuditTrail);
    }

    /** The policy that Firewarden ships: research needs a Consent, the audit trail is for auditors and privacy officers. */
    public static Policy shipped() {
        return new Policy(
                Set.of(PurposeOfUse.HRESCH),
                Set.of(Role.CLINICIAN, Role.PATIENT, Role.RESEARCHER, Role.INTERFACE_ENGINE, Role.CDS_CLIENT),
                Set.of(Role.AUDITOR, Role.PRIVACY_OFFICER));
    }
}
