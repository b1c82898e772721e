package org.firewarden.gate.decision;

import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.jspecify.annotations.Nullable;

/** What the Consents of one patient say of one access; across Consents a denial wins. */
final class ConsentDecision {

    private ConsentDecision() {}

    /** Why the Consents deny, or null if they permit or if the default of the rule does. */
    static Decision.@Nullable Deny deny(
            PolicyRule rule,
            Caller caller,
            Access access,
            String patientId,
            PatientStanding standing,
            ConsentSnapshot snapshot) {
        if (!Gate.isOwnRecord(caller, patientId)) {
            for (ConsentRule consent : standing.consents()) {
                if (consent.denies(caller, snapshot.asOf())) {
                    return new Decision.Deny(DenialReason.CONSENT, "Consent/" + consent.consentId());
                }
            }
        }
        boolean isOpen = rule.consent() == PolicyRule.ConsentDefault.PERMIT
                || standing.consents().stream().anyMatch(consent -> consent.permits(caller, snapshot.asOf()));
        return isOpen ? null : new Decision.Deny(DenialReason.CONSENT, rule.id());
    }
}
