package org.firewarden.gate.explain;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.CodedValue;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Interaction;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.ResourceFacts;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.gate.decision.Confidentiality;
import org.firewarden.gate.decision.ConsentProvision;
import org.firewarden.gate.decision.ConsentPurposes;
import org.firewarden.gate.decision.ConsentRule;
import org.firewarden.gate.decision.ConsentSnapshot;
import org.firewarden.gate.decision.PatientStanding;
import org.firewarden.gate.policy.ShippedPolicies;
import org.junit.jupiter.api.Test;

class WhatIfTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ConsentRule DENIES_PAYMENT = rule("denies", ConsentProvision.Type.DENY, "HPAYMT");
    private static final ConsentRule PERMITS_RESEARCH = rule("permits", ConsentProvision.Type.PERMIT, "HRESCH");

    private static ConsentRule rule(String id, ConsentProvision.Type type, String purpose) {
        return new ConsentRule(
                id, purpose.equals("HRESCH"), ConsentProvision.of(type).with(new ConsentPurposes(Set.of(purpose))));
    }

    private static WhatIf whatIf(Role role, PurposeOfUse purpose, Set<String> caregivers, CodedValue... labels) {
        Caller caller = new Caller(
                "x",
                "app",
                Set.of(role),
                SmartScopes.parse("user/Condition.rs"),
                purpose,
                "Practitioner/x",
                null,
                null,
                null,
                null);
        Access access = new Access(
                Interaction.READ,
                "Condition",
                "o",
                Set.of("a"),
                Set.of(),
                ResourceFacts.NOTHING.withLabels(Set.of(labels)));
        ConsentSnapshot snapshot = new ConsentSnapshot(
                Map.of("a", new PatientStanding(List.of(DENIES_PAYMENT, PERMITS_RESEARCH), caregivers, null)),
                Set.of("Practitioner/x"),
                NOW);
        return new WhatIf(caller, access, snapshot, ShippedPolicies.policy(FhirContext.forR4Cached()));
    }

    @Test
    void aConsentDeniesPermitsOrIsSilentByItself() {
        WhatIf payment = whatIf(Role.CLINICIAN, PurposeOfUse.HPAYMT, Set.of());
        WhatIf treatment = whatIf(Role.CLINICIAN, PurposeOfUse.TREAT, Set.of());
        WhatIf research = whatIf(Role.RESEARCHER, PurposeOfUse.HRESCH, Set.of());

        assertThat(payment.byConsent("a", DENIES_PAYMENT)).isEqualTo("denies");
        assertThat(payment.byConsent("a", PERMITS_RESEARCH)).isEqualTo("silent");
        assertThat(treatment.byConsent("a", DENIES_PAYMENT)).isEqualTo("silent");
        assertThat(research.byConsent("a", PERMITS_RESEARCH)).isEqualTo("permits");
        assertThat(research.byConsent("a", DENIES_PAYMENT)).isEqualTo("silent");
        assertThat(research.byConsent("a", rule("no", ConsentProvision.Type.DENY, "HRESCH")))
                .isEqualTo("denies");
    }

    @Test
    void whatAConsentSaysDoesNotDependOnTheRelationship() {
        WhatIf stranger = whatIf(Role.CLINICIAN, PurposeOfUse.HPAYMT, Set.of("Practitioner/q"));

        assertThat(stranger.decision())
                .isEqualTo(new Decision.Deny(DenialReason.CARE_RELATIONSHIP, "clinician-payment"));
        assertThat(stranger.byConsent("a", DENIES_PAYMENT)).isEqualTo("denies");
    }

    @Test
    void labelsWithholdOrNot() {
        CodedValue very = new CodedValue(Confidentiality.SYSTEM, "V");

        assertThat(whatIf(Role.CLINICIAN, PurposeOfUse.TREAT, Set.of(), very).byLabels())
                .isEqualTo("withheld");
        assertThat(whatIf(Role.CLINICIAN, PurposeOfUse.HPAYMT, Set.of(), very).byLabels())
                .isEqualTo("not-reached");
        assertThat(whatIf(Role.CLINICIAN, PurposeOfUse.TREAT, Set.of()).byLabels())
                .isEqualTo("open");
    }

    @Test
    void eachRuleIsLookedAtAlone() {
        WhatIf stranger = whatIf(Role.CLINICIAN, PurposeOfUse.TREAT, Set.of("Practitioner/q"));

        assertThat(stranger.policy().covering(stranger.caller()))
                .singleElement()
                .satisfies(rule -> assertThat(stranger.byRule(rule))
                        .isEqualTo(new Decision.Deny(DenialReason.CARE_RELATIONSHIP, "clinician")));
    }
}
