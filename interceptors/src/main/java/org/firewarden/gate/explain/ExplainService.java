package org.firewarden.gate.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Role;
import org.firewarden.audit.AuditDraft;
import org.firewarden.gate.decision.ConsentRule;
import org.firewarden.gate.decision.PatientStanding;
import org.firewarden.gate.decision.Policy;
import org.firewarden.gate.decision.PolicyRule;
import org.firewarden.gate.enforcement.GateKeeper;
import org.firewarden.gate.explain.Explanation.Kind;
import org.firewarden.gate.explain.Explanation.Step;
import org.firewarden.gate.relationship.CareRelationships;
import org.firewarden.gate.relationship.CareRelationships.Relationship;
import org.jspecify.annotations.Nullable;

/** Finds out what a decision is made from and puts it in the order in which the gate looks at it. */
public final class ExplainService {

    private static final String CLIENT = "explain-access";

    private final GateKeeper gate;
    private final ExplainRecord record;
    private final CareRelationships care;

    /** Asks this gate. */
    public ExplainService(GateKeeper gate, ExplainRecord record, CareRelationships care) {
        this.gate = gate;
        this.record = record;
        this.care = care;
    }

    /**
     * Explains what the caller in question would be answered now.
     *
     * @param patientId the patient whose record it must be about
     * @return empty if there is no such resource of the patient
     */
    Optional<Explanation> explain(ExplainRequest request, String patientId, @Nullable String tenant, AuditDraft draft) {
        Caller caller = new Caller(
                request.subject(),
                CLIENT,
                request.roles(),
                request.scopes(),
                request.purpose(),
                request.fhirUser(),
                request.patientContext(),
                null,
                null,
                tenant);
        return record.find(request.resourceType(), request.resourceId(), draft)
                .map(resource -> gate.consider(caller, request.interaction(), resource))
                .filter(considered -> considered.access().allPatientIds().contains(patientId))
                .map(considered -> explanation(
                        new WhatIf(caller, considered.access(), considered.snapshot(), considered.policy())));
    }

    private Explanation explanation(WhatIf whatIf) {
        List<Step> steps = new ArrayList<>();
        addRules(steps, whatIf);
        addScope(steps, whatIf);
        for (String patientId : new TreeSet<>(whatIf.access().allPatientIds())) {
            PatientStanding standing = whatIf.snapshot().patients().getOrDefault(patientId, PatientStanding.UNKNOWN);
            care.linkedTo(patientId)
                    .forEach(other -> steps.add(
                            new Step(Kind.LINKED_PATIENT, patientId, "Patient/" + other, "shares-denials", null)));
            addRelationship(steps, whatIf, patientId, standing);
            for (ConsentRule consent : standing.consents()) {
                steps.add(new Step(
                        Kind.CONSENT,
                        patientId,
                        "Consent/" + consent.consentId(),
                        whatIf.byConsent(patientId, consent),
                        null));
            }
            if (standing.breakGlassGrant() != null) {
                steps.add(new Step(Kind.BREAK_GLASS, patientId, standing.breakGlassGrant(), "open", null));
            }
        }
        String onLabels = whatIf.byLabels();
        whatIf.labels()
                .forEach(label ->
                        steps.add(new Step(Kind.LABEL, null, label.system() + "|" + label.code(), onLabels, null)));
        return new Explanation(whatIf.decision(), whatIf.policy().hash(), steps);
    }

    private static void addRules(List<Step> steps, WhatIf whatIf) {
        Policy policy = whatIf.policy();
        for (PolicyRule rule : policy.covering(whatIf.caller())) {
            steps.add(new Step(Kind.POLICY_RULE, null, rule.id(), outcome(whatIf.byRule(rule)), null));
        }
        if (policy.covering(whatIf.caller()).isEmpty()) {
            String roles = String.join(
                    "+",
                    new TreeSet<>(
                            whatIf.caller().roles().stream().map(Role::code).toList()));
            steps.add(new Step(
                    Kind.POLICY_RULE,
                    null,
                    roles + "/" + whatIf.caller().purpose().code(),
                    "not-covered",
                    null));
        }
    }

    private static void addScope(List<Step> steps, WhatIf whatIf) {
        boolean isGranted = whatIf.caller()
                .scopes()
                .allows(whatIf.access().interaction(), whatIf.access().resourceType());
        String outcome = isGranted ? "allows" : DenialReason.MISSING_SCOPE.code();
        if (whatIf.decision() instanceof Decision.Deny deny
                && (deny.reason() == DenialReason.OUTSIDE_COMPARTMENT || deny.reason() == DenialReason.MISSING_SCOPE)) {
            outcome = deny.reason().code();
        }
        steps.add(new Step(Kind.SCOPE, null, whatIf.caller().scopes().toString(), outcome, null));
    }

    private void addRelationship(List<Step> steps, WhatIf whatIf, String patientId, PatientStanding standing) {
        List<Relationship> relationships = care.between(
                patientId,
                whatIf.snapshot().callerIdentities(),
                whatIf.snapshot().asOf());
        for (Relationship relationship : relationships) {
            if (standing.caregivers().contains(relationship.caregiver())) {
                steps.add(new Step(
                        Kind.RELATIONSHIP, patientId, relationship.caregiver(), "in-care", relationship.source()));
            }
        }
        if (relationships.isEmpty()) {
            steps.add(new Step(
                    Kind.RELATIONSHIP,
                    patientId,
                    "Patient/" + patientId,
                    standing.caregivers().isEmpty() ? "in-nobodys-care" : "not-in-care",
                    null));
        }
    }

    static String outcome(Decision decision) {
        if (decision instanceof Decision.Deny deny) {
            return "deny:" + deny.reason().code();
        }
        return decision instanceof Decision.PermitMasked ? "permit-masked" : "permit";
    }

    static String code(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
