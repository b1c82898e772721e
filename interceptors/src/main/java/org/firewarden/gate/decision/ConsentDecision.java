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
        boolean isOpen = rule.consent() == PolicyRule.ConsentDefault.PERMIT;
        if (!standing.consents().isEmpty()) {
            boolean isOwn = Gate.isOwnRecord(caller, patientId);
            ConsentQuestion question =
                    new ConsentQuestion(caller, access, snapshot.callerIdentities(), snapshot.asOf());
            for (ConsentRule consent : standing.consents()) {
                ConsentOutcome outcome = consent.outcome(question);
                if (outcome == ConsentOutcome.DENY && !isOwn) {
                    return new Decision.Deny(DenialReason.CONSENT, "Consent/" + consent.consentId());
                }
                isOpen |= outcome == ConsentOutcome.OPEN;
            }
        }
        return isOpen ? null : new Decision.Deny(DenialReason.CONSENT, rule.id());
    }
}
