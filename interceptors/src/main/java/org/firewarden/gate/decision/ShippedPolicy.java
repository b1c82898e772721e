package org.firewarden.gate.decision;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.ElementRules;
import org.firewarden.access.Interaction;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.gate.decision.PolicyRule.CareRelationship;
import org.firewarden.gate.decision.PolicyRule.ConsentDefault;

/** The rules that Firewarden ships. */
final class ShippedPolicy {

    private static final TypeRule READ_ONLY =
            new TypeRule(Set.of(Interaction.READ, Interaction.SEARCH), ElementRules.all());
    private static final TypeRule EVERYTHING = new TypeRule(EnumSet.allOf(Interaction.class), ElementRules.all());
    private static final Set<String> EVERYTHING_OPERATION = Set.of("$everything");

    static final Policy POLICY = new Policy(
            List.of(
                    rule(
                            "clinician",
                            Role.CLINICIAN,
                            Set.of(PurposeOfUse.TREAT, PurposeOfUse.ETREAT),
                            CareRelationship.IF_IN_CARE,
                            false,
                            Map.of("*", EVERYTHING)),
                    rule(
                            "clinician-operations",
                            Role.CLINICIAN,
                            Set.of(PurposeOfUse.HPAYMT, PurposeOfUse.HOPERAT),
                            CareRelationship.IF_IN_CARE,
                            false,
                            Map.of("*", READ_ONLY)),
                    rule(
                            "patient",
                            Role.PATIENT,
                            Set.of(PurposeOfUse.PATRQT),
                            CareRelationship.NOT_ASKED,
                            false,
                            Map.of("*", EVERYTHING)),
                    rule(
                            "researcher",
                            Role.RESEARCHER,
                            Set.of(PurposeOfUse.HRESCH),
                            CareRelationship.NOT_ASKED,
                            false,
                            Map.of("*", READ_ONLY)),
                    rule(
                            "cds-client",
                            Role.CDS_CLIENT,
                            Set.of(PurposeOfUse.TREAT),
                            CareRelationship.NOT_ASKED,
                            false,
                            Map.of("*", READ_ONLY)),
                    rule(
                            "interface-engine",
                            Role.INTERFACE_ENGINE,
                            EnumSet.allOf(PurposeOfUse.class),
                            CareRelationship.NOT_ASKED,
                            true,
                            eachType()),
                    rule(
                            "auditor",
                            Role.AUDITOR,
                            EnumSet.allOf(PurposeOfUse.class),
                            CareRelationship.NOT_ASKED,
                            false,
                            Map.of("AuditEvent", READ_ONLY)),
                    rule(
                            "privacy-officer",
                            Role.PRIVACY_OFFICER,
                            EnumSet.allOf(PurposeOfUse.class),
                            CareRelationship.NOT_ASKED,
                            false,
                            Map.of("AuditEvent", READ_ONLY))),
            null,
            false,
            "shipped");

    private ShippedPolicy() {}

    private static Map<String, TypeRule> eachType() {
        Map<String, TypeRule> types = new HashMap<>();
        ResourceTypes.withoutPatientData().forEach(type -> types.put(type, EVERYTHING));
        types.put("*", EVERYTHING);
        return types;
    }

    private static PolicyRule rule(
            String id,
            Role role,
            Set<PurposeOfUse> purposes,
            CareRelationship relationship,
            boolean records,
            Map<String, TypeRule> types) {
        boolean isResearch = role == Role.RESEARCHER;
        Confidentiality ceiling = role == Role.CLINICIAN || isResearch ? Confidentiality.R : Confidentiality.V;
        return new PolicyRule(
                id,
                Set.of(role),
                purposes,
                relationship,
                isResearch ? ConsentDefault.DENY : ConsentDefault.PERMIT,
                records,
                ceiling,
                Set.of(),
                types,
                EVERYTHING_OPERATION,
                1000,
                isResearch);
    }
}
