package org.firewarden.gate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.ElementRules;
import org.firewarden.access.ElementRules.Visibility;
import org.firewarden.access.Interaction;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.gate.decision.Gate;
import org.firewarden.gate.decision.Policy;
import org.firewarden.gate.decision.ResourceTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Golden: what each role sees and may do by the files that ship. */
class ShippedPoliciesTest {

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final Policy POLICY = ShippedPolicies.policy(FHIR);

    private static Caller caller(Role role, PurposeOfUse purpose) {
        return new Caller(
                "s", "c", Set.of(role), SmartScopes.parse("system/*.cruds"), purpose, null, null, null, null, null);
    }

    /** What becomes of the elements of a type, without those that are absent: {@code name}, {@code telecom (masked)}. */
    private static Set<String> seen(Role role, PurposeOfUse purpose, String type) {
        ElementRules rules = POLICY.elements(caller(role, purpose), type);
        Set<String> seen = new TreeSet<>();
        if (rules == null) {
            return seen;
        }
        FHIR.getResourceDefinition(type).getChildren().forEach(child -> {
            String name = child.getElementName() + (child instanceof RuntimeChildChoiceDefinition ? "[x]" : "");
            String path = type + "." + name;
            if (rules.of(path) == Visibility.MASKED) {
                seen.add(name + " (masked)");
            } else if (rules.of(path) == Visibility.VISIBLE) {
                seen.add(name + (rules.isReadable(path) ? "" : " (part)"));
            }
        });
        return seen;
    }

    @Test
    void eachRoleHasAPolicy() {
        Set<Role> covered = EnumSet.noneOf(Role.class);
        POLICY.rules().forEach(rule -> covered.addAll(rule.roles()));

        assertThat(covered).containsExactlyInAnyOrder(Role.values());
        assertThat(POLICY.tenant()).isNull();
        assertThat(POLICY.breakGlassOpensPart2()).isFalse();
        assertThat(POLICY.hash()).hasSize(64);
    }

    @ParameterizedTest
    @CsvSource({
        "CLINICIAN, TREAT",
        "CLINICIAN, ETREAT",
        "PATIENT, PATRQT",
        "RESEARCHER, HRESCH",
        "CDS_CLIENT, TREAT",
        "INTERFACE_ENGINE, HOPERAT",
        "INTERFACE_ENGINE, HPAYMT",
        "APP, TREAT"
    })
    void nothingIsMaskedForTreatmentTheOwnRecordAndTheirEngines(Role role, PurposeOfUse purpose) {
        for (String type : List.of("Patient", "Observation", "DocumentReference", "Coverage", "Basic")) {
            assertThat(POLICY.elements(caller(role, purpose), type)).as(type).isEqualTo(ElementRules.all());
        }
    }

    @Test
    void billingSeesWhoIsBilledAndNotHowToReachThem() {
        assertThat(seen(Role.BILLING, PurposeOfUse.HPAYMT, "Patient"))
                .containsExactly(
                        "active",
                        "address",
                        "birthDate",
                        "gender",
                        "id",
                        "identifier",
                        "implicitRules",
                        "language",
                        "managingOrganization",
                        "meta",
                        "name",
                        "telecom (masked)");
        assertThat(seen(Role.BILLING, PurposeOfUse.HPAYMT, "Condition"))
                .contains("code", "recordedDate")
                .doesNotContain("note", "evidence", "text", "extension", "contained");
        assertThat(seen(Role.BILLING, PurposeOfUse.HPAYMT, "Claim"))
                .contains("item", "diagnosis", "contained")
                .doesNotContain("text");
        assertThat(seen(Role.BILLING, PurposeOfUse.HPAYMT, "Observation")).isEmpty();
        assertThat(seen(Role.BILLING, PurposeOfUse.HPAYMT, "DocumentReference")).isEmpty();
    }

    @Test
    void qualitySeesFactsAndNotWho() {
        assertThat(seen(Role.QUALITY, PurposeOfUse.HOPERAT, "Patient"))
                .containsExactly(
                        "active",
                        "address (part)",
                        "birthDate",
                        "deceased[x]",
                        "gender",
                        "generalPractitioner",
                        "id",
                        "identifier (masked)",
                        "implicitRules",
                        "language",
                        "managingOrganization",
                        "meta",
                        "name (masked)");
        assertThat(seen(Role.QUALITY, PurposeOfUse.HOPERAT, "Observation"))
                .contains("value[x]", "code", "effective[x]")
                .doesNotContain("note", "performer", "identifier", "text");
        assertThat(seen(Role.QUALITY, PurposeOfUse.HOPERAT, "Claim")).isEmpty();
    }

    @Test
    void aClinicianWithAnotherPurposeSeesWhatThatPurposeNeeds() {
        for (String type : FHIR.getResourceTypes()) {
            assertThat(seen(Role.CLINICIAN, PurposeOfUse.HPAYMT, type))
                    .isEqualTo(seen(Role.BILLING, PurposeOfUse.HPAYMT, type));
            assertThat(seen(Role.CLINICIAN, PurposeOfUse.HOPERAT, type))
                    .isEqualTo(seen(Role.QUALITY, PurposeOfUse.HOPERAT, type));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"ADMINISTRATOR", "ML_ENGINEER", "SAFETY_OFFICER", "AUDITOR"})
    void rolesWithoutPatientDataSeeNone(Role role) {
        for (PurposeOfUse purpose : PurposeOfUse.values()) {
            for (String type : FHIR.getResourceTypes()) {
                if (ResourceTypes.isAboutPatients(type) && !isNarrowedToModels(role, type)) {
                    assertThat(seen(role, purpose, type)).as(type).isEmpty();
                }
            }
        }
    }

    /** Devices that are model versions, and the documents with their cards, hold no data of a patient. */
    private static boolean isNarrowedToModels(Role role, String type) {
        List<String> narrowings = POLICY.rules().stream()
                .filter(rule -> rule.roles().contains(role) && rule.types().containsKey(type))
                .map(rule -> rule.types().get(type).only().toString())
                .toList();
        return !narrowings.isEmpty()
                && Set.of(
                                "type=https://firewarden.org/device-type|model-version",
                                "type=https://firewarden.org/document-type|model-card")
                        .containsAll(narrowings);
    }

    @Test
    void theRightPurposeIsNeeded() {
        assertThat(POLICY.covering(caller(Role.BILLING, PurposeOfUse.TREAT))).isEmpty();
        assertThat(POLICY.covering(caller(Role.QUALITY, PurposeOfUse.HPAYMT))).isEmpty();
        assertThat(POLICY.covering(caller(Role.CLINICIAN, PurposeOfUse.HRESCH))).isEmpty();
        assertThat(POLICY.covering(caller(Role.PATIENT, PurposeOfUse.TREAT))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CLINICIAN, TREAT, Observation, true",
        "CLINICIAN, TREAT, CareTeam, false",
        "CLINICIAN, TREAT, PractitionerRole, false",
        "CLINICIAN, TREAT, Practitioner, false",
        "CLINICIAN, TREAT, Consent, false",
        "CLINICIAN, TREAT, Device, false",
        "CLINICIAN, TREAT, Subscription, false",
        "CLINICIAN, TREAT, SearchParameter, false",
        "CLINICIAN, HPAYMT, Observation, false",
        "BILLING, HPAYMT, Claim, true",
        "BILLING, HPAYMT, Patient, false",
        "QUALITY, HOPERAT, Patient, false",
        "PATIENT, PATRQT, Patient, false",
        "PATIENT, PATRQT, Consent, false",
        "PATIENT, PATRQT, Organization, false",
        "INTERFACE_ENGINE, HOPERAT, CareTeam, true",
        "INTERFACE_ENGINE, HOPERAT, PractitionerRole, true",
        "INTERFACE_ENGINE, HOPERAT, Consent, true",
        "INTERFACE_ENGINE, HOPERAT, SearchParameter, false",
        "INTERFACE_ENGINE, HOPERAT, Subscription, false",
        "INTERFACE_ENGINE, HOPERAT, AuditEvent, false",
        "ADMINISTRATOR, HOPERAT, ValueSet, true",
        "ADMINISTRATOR, HOPERAT, SearchParameter, false",
        "ADMINISTRATOR, HOPERAT, Patient, false",
        "PRIVACY_OFFICER, HOPERAT, Task, true",
        "PRIVACY_OFFICER, HOPERAT, Patient, false",
        "RESEARCHER, HRESCH, Observation, false",
        "CDS_CLIENT, TREAT, Observation, false",
        "APP, TREAT, Observation, false"
    })
    void whoMayUpdateWhat(Role role, PurposeOfUse purpose, String type, boolean isOpen) {
        assertThat(Gate.decideOnType(caller(role, purpose), Access.toType(Interaction.UPDATE, type), POLICY)
                        .isPermitted())
                .isEqualTo(isOpen);
    }

    @ParameterizedTest
    @CsvSource({
        "PRIVACY_OFFICER, HOPERAT, $explain-access, true",
        "PRIVACY_OFFICER, HOPERAT, $break-glass-grant, true",
        "PRIVACY_OFFICER, HOPERAT, $disclosures, true",
        "PRIVACY_OFFICER, HOPERAT, $affected-patients, true",
        "PATIENT, PATRQT, $disclosures, true",
        "PATIENT, PATRQT, $affected-patients, false",
        "AUDITOR, HOPERAT, $disclosures, false",
        "AUDITOR, HOPERAT, $affected-patients, false",
        "CLINICIAN, TREAT, $disclosures, false",
        "PRIVACY_OFFICER, HOPERAT, $everything, false",
        "AUDITOR, HOPERAT, $explain-access, false",
        "CLINICIAN, TREAT, $break-glass, true",
        "CLINICIAN, HPAYMT, $break-glass, false",
        "CLINICIAN, TREAT, $deidentify, false",
        "RESEARCHER, HRESCH, $deidentify, true",
        "RESEARCHER, HRESCH, $de-identify, true",
        "RESEARCHER, HRESCH, $export, false",
        "QUALITY, HOPERAT, $export, true",
        "INTERFACE_ENGINE, HOPERAT, $export, true",
        "INTERFACE_ENGINE, TREAT, $export, false",
        "CLINICIAN, HOPERAT, $export, false",
        "PATIENT, PATRQT, $export, false",
        "APP, TREAT, $export, false",
        "ADMINISTRATOR, HOPERAT, $everything, false",
        "CDS_CLIENT, TREAT, $everything, false"
    })
    void whoMayCallWhat(Role role, PurposeOfUse purpose, String operation, boolean isOpen) {
        assertThat(POLICY.opens(caller(role, purpose), operation)).isEqualTo(isOpen);
    }

    @Test
    void bulkIsForOperationsOnlyAndNeverForResearchPatientsOrApps() {
        assertThat(POLICY.rules().stream().filter(rule -> rule.isBulkAllowed()).map(rule -> rule.id()))
                .containsExactlyInAnyOrder("population-export", "quality");
        assertThat(POLICY.pageLimit(caller(Role.BILLING, PurposeOfUse.HPAYMT))).isEqualTo(100);
        assertThat(POLICY.pageLimit(caller(Role.BILLING, PurposeOfUse.TREAT))).isZero();
    }
}
