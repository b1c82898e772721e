package org.firewarden.ledger.call;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.List;
import java.util.Set;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Interaction;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditDraft;
import org.firewarden.failure.Refusals;
import org.firewarden.gate.enforcement.RequestContext;
import org.firewarden.problem.Problem;

/**
 * Who makes a call on the ledger, and its refusals. Beyond the operation, which the policy opens, a scope for the audit trail is
 * needed.
 *
 * @param caller who
 * @param draft the audit draft of the call
 */
public record LedgerCaller(Caller caller, AuditDraft draft) {

    private static final String TRAIL = "AuditEvent";

    /** The caller of a request. */
    public static LedgerCaller of(RequestDetails request) {
        AuditDraft draft = RequestContext.draft(request)
                .orElseThrow(() -> new IllegalStateException("a request without an audit draft"));
        return RequestContext.caller(request)
                .map(caller -> new LedgerCaller(caller, draft))
                .orElseThrow(LedgerCaller::notAllowed);
    }

    /** Refuses everybody but a privacy officer whose scope goes beyond one patient. */
    public void demandOfficer() {
        if (!isOfficer()) {
            draft.denied((Decision.Deny) Decision.deny(DenialReason.ROLE));
            throw notAllowed();
        }
    }

    /** True for a privacy officer whose scope goes beyond one patient. */
    public boolean isOfficer() {
        return caller.is(Role.PRIVACY_OFFICER) && caller.scopes().allowsBeyondPatient(Interaction.READ, TRAIL);
    }

    /** True for this patient, or who acts for the patient, in the context of that record and at the patient's own request. */
    public boolean isPatient(String patientId) {
        return caller.is(Role.PATIENT)
                && caller.purpose() == PurposeOfUse.PATRQT
                && patientId.equals(caller.patientId())
                && caller.scopes().allows(Interaction.READ, TRAIL);
    }

    /** What is answered for a patient who is not there, and noted if it was withheld. */
    public ResourceNotFoundException withheld(String patientId) {
        draft.withheld(Set.of(patientId), (Decision.Deny) Decision.deny(DenialReason.OUTSIDE_COMPARTMENT));
        return absent();
    }

    /** What is answered for a patient who is not there. */
    public static ResourceNotFoundException absent() {
        return Refusals.of(
                new ResourceNotFoundException("no such patient"), Problem.notFound("There is no such resource here."));
    }

    /** Refuses a call whose parameters have problems. */
    public static void demandNone(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw Refusals.of(new InvalidRequestException("bad parameters"), problems);
        }
    }

    private static ForbiddenOperationException notAllowed() {
        return Refusals.of(
                new ForbiddenOperationException("not for this caller"),
                Problem.forbidden("forbidden", "This is not allowed."));
    }
}
