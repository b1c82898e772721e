package org.firewarden.gate.explain;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.CodedValue;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.ResourceFacts;
import org.firewarden.access.SmartScopes;
import org.firewarden.gate.decision.ConsentRule;
import org.firewarden.gate.decision.ConsentSnapshot;
import org.firewarden.gate.decision.Gate;
import org.firewarden.gate.decision.PatientStanding;
import org.firewarden.gate.decision.Policy;
import org.firewarden.gate.decision.PolicyRule;

/**
 * The decision with one thing changed at a time. A pure function of the same values as the decision.
 *
 * @param caller who asks
 * @param access for what
 * @param snapshot what is known of the patients
 * @param policy the rules in force
 */
record WhatIf(Caller caller, Access access, ConsentSnapshot snapshot, Policy policy) {

    /** Stands for the caller and for the patient's caregiver at once, so that no relationship is missed. */
    private static final String RELATED = "Practitioner/explain-access";

    private static final SmartScopes EACH_SCOPE = SmartScopes.parse("user/*.cruds");

    Decision decision() {
        return Gate.decide(caller, access, snapshot, policy);
    }

    /** What this rule alone decides. */
    Decision byRule(PolicyRule rule) {
        return Gate.decide(
                caller,
                access,
                snapshot,
                new Policy(List.of(rule), policy.tenant(), policy.breakGlassOpensPart2(), policy.hash()));
    }

    /** What this Consent alone comes to for the patient: {@code denies}, {@code permits} or {@code silent}. */
    String byConsent(String patientId, ConsentRule consent) {
        boolean isClosedWithout = isClosedByConsent(patientId, List.of());
        boolean isClosedWith = isClosedByConsent(patientId, List.of(consent));
        if (isClosedWithout == isClosedWith) {
            return isClosedWith && isNamed(patientId, consent) ? "denies" : "silent";
        }
        return isClosedWith ? "denies" : "permits";
    }

    /** What the labels come to: {@code withheld}, {@code open}, or {@code not-reached} if something else denies before. */
    String byLabels() {
        Map<String, List<ConsentRule>> consents = new HashMap<>();
        snapshot.patients().forEach((id, standing) -> consents.put(id, standing.consents()));
        Decision decision = decisionOn(access, consents);
        if (decision.isPermitted()) {
            return "open";
        }
        return isDenied(decision, DenialReason.SENSITIVITY) ? "withheld" : "not-reached";
    }

    /** The labels of the resource. */
    Set<CodedValue> labels() {
        ResourceFacts facts = access.facts();
        return facts == null ? Set.of() : facts.labels();
    }

    private boolean isClosedByConsent(String patientId, List<ConsentRule> consents) {
        return isDenied(ofPatient(patientId, consents), DenialReason.CONSENT);
    }

    private boolean isNamed(String patientId, ConsentRule consent) {
        return ofPatient(patientId, List.of(consent)) instanceof Decision.Deny deny
                && ("Consent/" + consent.consentId()).equals(deny.decidedBy());
    }

    private Decision ofPatient(String patientId, List<ConsentRule> consents) {
        Access ofOne = new Access(
                access.interaction(),
                access.resourceType(),
                access.resourceId(),
                Set.of(patientId),
                Set.of(),
                access.facts());
        return decisionOn(ofOne, Map.of(patientId, consents));
    }

    /** Everybody is related to the caller, nobody has a grant, each scope is there, and only these Consents are. */
    private Decision decisionOn(Access asked, Map<String, List<ConsentRule>> consents) {
        Map<String, PatientStanding> patients = new HashMap<>();
        asked.allPatientIds()
                .forEach(id -> patients.put(
                        id, new PatientStanding(consents.getOrDefault(id, List.of()), Set.of(RELATED), null)));
        Set<String> identities = new HashSet<>(snapshot.callerIdentities());
        identities.add(RELATED);
        Caller everything = new Caller(
                caller.subject(),
                caller.clientId(),
                caller.roles(),
                EACH_SCOPE,
                caller.purpose(),
                caller.fhirUser(),
                caller.patientId(),
                caller.acr(),
                caller.tokenId(),
                caller.tenant());
        return Gate.decide(everything, asked, new ConsentSnapshot(patients, identities, snapshot.asOf()), policy);
    }

    private static boolean isDenied(Decision decision, DenialReason reason) {
        return decision instanceof Decision.Deny deny && deny.reason() == reason;
    }
}
