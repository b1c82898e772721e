package org.firewarden.gate.decision;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.time.Duration;
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
import org.firewarden.gate.policy.ShippedPolicies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule: granted, missing scope, other patient. */
class GateTest {

    private static final Policy POLICY = ShippedPolicies.policy(FhirContext.forR4Cached());
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ConsentSnapshot NO_CONSENTS = ConsentSnapshot.none(NOW);
    private static final Access READ_A =
            new Access(Interaction.READ, "Observation", "o1", Set.of("a"), Set.of(), ResourceFacts.NOTHING);

    private static Caller caller(Role role, String scopes, PurposeOfUse purpose) {
        return new Caller(
                "alice",
                "app",
                Set.of(role),
                SmartScopes.parse(scopes),
                purpose,
                "Practitioner/alice",
                null,
                null,
                null,
                null);
    }

    private static Caller patient(String id) {
        return new Caller(
                "pat",
                "app",
                Set.of(Role.PATIENT),
                SmartScopes.parse("patient/*.rs"),
                PurposeOfUse.PATRQT,
                "Patient/" + id,
                id,
                null,
                null,
                null);
    }

    private static ConsentSnapshot consents(ConsentRule... rules) {
        return new ConsentSnapshot(
                Map.of("a", new PatientStanding(List.of(rules), Set.of(), null)), Set.of("Practitioner/alice"), NOW);
    }

    private static ConsentRule rule(ConsentProvision.Type type, Set<String> purposes, Set<String> actors) {
        return new ConsentRule("c1", false, TestProvisions.of(type, purposes, actors));
    }

    private static ConsentRule research(ConsentRule rule) {
        return new ConsentRule(rule.consentId(), true, rule.root());
    }

    private static Decision decide(Caller caller, Access access, ConsentSnapshot consents) {
        return Gate.decide(caller, access, consents, POLICY);
    }

    @Test
    void aClinicianWithTheScopeMayRead() {
        assertThat(decide(caller(Role.CLINICIAN, "user/Observation.rs", PurposeOfUse.TREAT), READ_A, NO_CONSENTS))
                .isInstanceOf(Decision.Permit.class);
    }

    @Test
    void aScopeOfAnotherTypeOrInteractionIsNotEnough() {
        assertThat(decide(caller(Role.CLINICIAN, "user/Condition.rs", PurposeOfUse.TREAT), READ_A, NO_CONSENTS))
                .isEqualTo(Decision.deny(DenialReason.MISSING_SCOPE));
        assertThat(decide(caller(Role.CLINICIAN, "user/Observation.s", PurposeOfUse.TREAT), READ_A, NO_CONSENTS))
                .isEqualTo(Decision.deny(DenialReason.MISSING_SCOPE));
    }

    @Test
    void aPatientTokenReadsTheOwnRecordOnly() {
        assertThat(decide(patient("a"), READ_A, NO_CONSENTS)).isInstanceOf(Decision.Permit.class);
        assertThat(decide(patient("b"), READ_A, NO_CONSENTS))
                .isEqualTo(Decision.deny(DenialReason.OUTSIDE_COMPARTMENT));
    }

    @Test
    void aPatientTokenDoesNotReachWhatIsInNoCompartment() {
        Access group = new Access(Interaction.READ, "Group", "g", Set.of(), Set.of(), ResourceFacts.NOTHING);

        assertThat(decide(patient("a"), group, NO_CONSENTS)).isEqualTo(Decision.deny(DenialReason.OUTSIDE_COMPARTMENT));
    }

    @Test
    void aPatientTokenReachesWhatHoldsNoPatientData() {
        Access practitioner =
                new Access(Interaction.READ, "Practitioner", "p", Set.of(), Set.of(), ResourceFacts.NOTHING);

        assertThat(decide(patient("a"), practitioner, NO_CONSENTS)).isInstanceOf(Decision.Permit.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"ADMINISTRATOR", "ML_ENGINEER", "SAFETY_OFFICER", "AUDITOR", "PRIVACY_OFFICER"})
    void rolesWithoutPatientDataSeeNone(Role role) {
        assertThat(decide(caller(role, "user/*.cruds system/*.cruds", PurposeOfUse.TREAT), READ_A, NO_CONSENTS))
                .extracting(decision -> ((Decision.Deny) decision).reason())
                .isIn(DenialReason.ROLE, DenialReason.MINIMUM_NECESSARY);
    }

    @ParameterizedTest
    @CsvSource({"AUDITOR, true", "PRIVACY_OFFICER, true", "CLINICIAN, false", "ADMINISTRATOR, false", "PATIENT, false"})
    void theAuditTrailIsForAuditors(Role role, boolean isPermitted) {
        Access event = new Access(Interaction.READ, "AuditEvent", "e", Set.of(), Set.of(), ResourceFacts.NOTHING);

        assertThat(decide(caller(role, "user/*.rs", PurposeOfUse.HOPERAT), event, NO_CONSENTS)
                        .isPermitted())
                .isEqualTo(isPermitted);
    }

    @ParameterizedTest
    @CsvSource({"TREAT, true", "ETREAT, true", "HPAYMT, false", "HOPERAT, false", "HRESCH, false", "PATRQT, false"})
    void aDenyWithoutActorHidesFromPurposesThatAreNotTreatment(PurposeOfUse purpose, boolean isPermitted) {
        ConsentSnapshot deny = consents(rule(ConsentProvision.Type.DENY, Set.of(), Set.of()));

        assertThat(decide(caller(Role.CLINICIAN, "user/*.rs", purpose), READ_A, deny)
                        .isPermitted())
                .isEqualTo(isPermitted);
    }

    @Test
    void aDenyOfANamedActorHidesFromThatActorWhateverThePurpose() {
        ConsentSnapshot deny = consents(rule(ConsentProvision.Type.DENY, Set.of(), Set.of("Practitioner/alice")));
        ConsentSnapshot other = consents(rule(ConsentProvision.Type.DENY, Set.of(), Set.of("Practitioner/cody")));
        Caller alice = caller(Role.CLINICIAN, "user/*.rs", PurposeOfUse.TREAT);

        assertThat(decide(alice, READ_A, deny)).isEqualTo(new Decision.Deny(DenialReason.CONSENT, "Consent/c1"));
        assertThat(decide(alice, READ_A, other)).isInstanceOf(Decision.Permit.class);
    }

    @Test
    void aDenyOfNamedPurposesHidesFromThese() {
        ConsentSnapshot deny = consents(rule(ConsentProvision.Type.DENY, Set.of("TREAT"), Set.of()));

        assertThat(decide(caller(Role.CLINICIAN, "user/*.rs", PurposeOfUse.TREAT), READ_A, deny)
                        .isPermitted())
                .isFalse();
        assertThat(decide(caller(Role.CLINICIAN, "user/*.rs", PurposeOfUse.HOPERAT), READ_A, deny)
                        .isPermitted())
                .isTrue();
    }

    @Test
    void researchNeedsAResearchConsent() {
        Caller rita = caller(Role.RESEARCHER, "user/*.rs", PurposeOfUse.HRESCH);
        ConsentRule permit = rule(ConsentProvision.Type.PERMIT, Set.of("HRESCH"), Set.of());
        ConsentRule silent = rule(ConsentProvision.Type.PERMIT, Set.of(), Set.of());

        assertThat(decide(rita, READ_A, NO_CONSENTS).isPermitted()).isFalse();
        assertThat(decide(rita, READ_A, consents(silent)).isPermitted()).isFalse();
        assertThat(decide(rita, READ_A, consents(permit)).isPermitted()).isFalse();
        assertThat(decide(rita, READ_A, consents(research(silent))).isPermitted())
                .isTrue();
        assertThat(decide(rita, READ_A, consents(research(permit))).isPermitted())
                .isTrue();
        assertThat(decide(
                                rita,
                                READ_A,
                                consents(research(permit), rule(ConsentProvision.Type.DENY, Set.of(), Set.of())))
                        .isPermitted())
                .isFalse();
    }

    @Test
    void researchSeesNothingThatBelongsToNoKnownPatient() {
        Access list = new Access(Interaction.SEARCH, "List", "l", Set.of(), Set.of(), ResourceFacts.NOTHING);

        assertThat(decide(caller(Role.RESEARCHER, "user/*.rs", PurposeOfUse.HRESCH), list, NO_CONSENTS)
                        .isPermitted())
                .isFalse();
    }

    @Test
    void aResourceOfTwoPatientsIsDeniedIfOneOfThemDenies() {
        Access both =
                new Access(Interaction.READ, "Observation", "o", Set.of("b", "a"), Set.of(), ResourceFacts.NOTHING);
        ConsentSnapshot deny = consents(rule(ConsentProvision.Type.DENY, Set.of("TREAT"), Set.of()));

        assertThat(decide(caller(Role.CLINICIAN, "user/*.rs", PurposeOfUse.TREAT), both, deny)
                        .isPermitted())
                .isFalse();
    }

    @Test
    void aPatientIsNotShutOutByTheOwnRestriction() {
        assertThat(decide(patient("a"), READ_A, consents(rule(ConsentProvision.Type.DENY, Set.of(), Set.of()))))
                .isInstanceOf(Decision.Permit.class);
    }

    @Test
    void aPeriodHoldsFromItsStartAndUntilItsEnd() {
        Caller payer = caller(Role.CLINICIAN, "user/*.rs", PurposeOfUse.HOPERAT);
        Instant second = NOW.plus(Duration.ofSeconds(1));

        assertThat(decide(payer, READ_A, consents(denyBetween(NOW, second))).isPermitted())
                .isFalse();
        assertThat(decide(payer, READ_A, consents(denyBetween(second, null))).isPermitted())
                .isTrue();
        assertThat(decide(payer, READ_A, consents(denyBetween(null, NOW))).isPermitted())
                .isTrue();
    }

    @Test
    void anInterfaceEngineRecordsWhatItMayNotRead() {
        Caller engine = caller(Role.INTERFACE_ENGINE, "system/*.cruds", PurposeOfUse.HOPERAT);
        ConsentSnapshot deny = consents(rule(ConsentProvision.Type.DENY, Set.of(), Set.of()));
        Access create =
                new Access(Interaction.CREATE, "Observation", null, Set.of("a"), Set.of(), ResourceFacts.NOTHING);

        assertThat(decide(engine, create, deny).isPermitted()).isTrue();
        assertThat(decide(engine, READ_A, deny).isPermitted()).isFalse();
        assertThat(decide(caller(Role.CLINICIAN, "user/*.cruds", PurposeOfUse.HPAYMT), create, deny)
                        .isPermitted())
                .isFalse();
    }

    @Test
    void aPatientWhoIsOnlyMentionedCountsLikeOneOfTheCompartment() {
        Access mention =
                new Access(Interaction.READ, "Practitioner", "p", Set.of(), Set.of("a"), ResourceFacts.NOTHING);
        ConsentSnapshot deny = consents(rule(ConsentProvision.Type.DENY, Set.of("TREAT"), Set.of()));
        Caller alice = caller(Role.CLINICIAN, "user/*.rs", PurposeOfUse.TREAT);

        assertThat(decide(alice, mention, NO_CONSENTS).isPermitted()).isTrue();
        assertThat(decide(alice, mention, deny).isPermitted()).isFalse();
        assertThat(decide(patient("b"), mention, NO_CONSENTS).isPermitted()).isFalse();
    }

    @Test
    void aWriterForOnePatientDoesNotWriteWhatTouchesAnother() {
        Caller writer = new Caller(
                "cody",
                "app",
                Set.of(Role.CLINICIAN),
                SmartScopes.parse("patient/*.cruds"),
                PurposeOfUse.TREAT,
                "Practitioner/cody",
                "a",
                null,
                null,
                null);

        assertThat(decide(
                                writer,
                                new Access(
                                        Interaction.CREATE,
                                        "Observation",
                                        null,
                                        Set.of("a"),
                                        Set.of("a"),
                                        ResourceFacts.NOTHING),
                                NO_CONSENTS)
                        .isPermitted())
                .isTrue();
        assertThat(decide(
                                writer,
                                new Access(
                                        Interaction.CREATE,
                                        "Observation",
                                        null,
                                        Set.of("a", "b"),
                                        Set.of(),
                                        ResourceFacts.NOTHING),
                                NO_CONSENTS)
                        .isPermitted())
                .isFalse();
        assertThat(decide(
                                writer,
                                new Access(
                                        Interaction.CREATE,
                                        "Observation",
                                        null,
                                        Set.of("a"),
                                        Set.of("b"),
                                        ResourceFacts.NOTHING),
                                NO_CONSENTS)
                        .isPermitted())
                .isFalse();
    }

    private static ConsentRule denyBetween(
            @org.jspecify.annotations.Nullable Instant start, @org.jspecify.annotations.Nullable Instant end) {
        ConsentProvision deny = ConsentProvision.of(ConsentProvision.Type.DENY);
        return new ConsentRule("c1", false, deny.in(new ConsentPeriod(start, end)));
    }

    private static ConsentSnapshot standing(PatientStanding standing) {
        return new ConsentSnapshot(Map.of("a", standing), Set.of("Practitioner/alice"), NOW);
    }

    private static Access of(Interaction interaction, String type, CodedValue... labels) {
        return new Access(
                interaction, type, "x", Set.of("a"), Set.of(), ResourceFacts.NOTHING.withLabels(Set.of(labels)));
    }

    @Test
    void aGrantLiftsRelationshipConsentAndLabelsAndIsNamed() {
        Caller clinician = caller(Role.CLINICIAN, "user/*.cruds", PurposeOfUse.TREAT);
        ConsentRule denies = rule(ConsentProvision.Type.DENY, Set.of(), Set.of("Practitioner/alice"));
        Access veryRestricted = of(Interaction.READ, "Observation", new CodedValue(Confidentiality.SYSTEM, "V"));

        assertThat(decide(
                        clinician,
                        veryRestricted,
                        standing(new PatientStanding(List.of(denies), Set.of("Practitioner/q"), "g"))))
                .satisfies(decision -> {
                    assertThat(decision.isPermitted()).isTrue();
                    assertThat(decision.breakGlassGrants()).containsExactly("g");
                });
        assertThat(decide(clinician, READ_A, standing(new PatientStanding(List.of(), Set.of("Practitioner/q"), null))))
                .isEqualTo(new Decision.Deny(DenialReason.CARE_RELATIONSHIP, "clinician"));
    }

    @Test
    void aGrantOpensNoOtherPatientOfTheSameResource() {
        Access ofBoth =
                new Access(Interaction.READ, "Observation", "x", Set.of("a", "b"), Set.of(), ResourceFacts.NOTHING);
        ConsentSnapshot snapshot = new ConsentSnapshot(
                Map.of(
                        "a", new PatientStanding(List.of(), Set.of("Practitioner/q"), "g"),
                        "b", new PatientStanding(List.of(), Set.of("Practitioner/q"), null)),
                Set.of("Practitioner/alice"),
                NOW);

        assertThat(decide(caller(Role.CLINICIAN, "user/*.cruds", PurposeOfUse.TREAT), ofBoth, snapshot)
                        .isPermitted())
                .isFalse();
    }

    @Test
    void aGrantOpensPart2OnlyIfThePolicySaysSo() {
        Caller clinician = caller(Role.CLINICIAN, "user/*.cruds", PurposeOfUse.TREAT);
        Access part2 = of(
                Interaction.READ,
                "Observation",
                new CodedValue("http://terminology.hl7.org/CodeSystem/v3-ActCode", "42CFRPart2"));
        ConsentSnapshot open = standing(new PatientStanding(List.of(), Set.of("Practitioner/q"), "g"));
        Policy shipped = POLICY;

        assertThat(Gate.decide(clinician, part2, open, shipped).isPermitted()).isFalse();
        Decision opened = Gate.decide(
                clinician, part2, open, new Policy(shipped.rules(), shipped.tenant(), true, shipped.hash()));
        assertThat(opened.isPermitted()).isTrue();
        assertThat(opened.breakGlassGrants()).containsExactly("g");
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE, Observation, true",
        "UPDATE, Condition, true",
        "CREATE, CareTeam, false",
        "UPDATE, Patient, false",
        "UPDATE, Consent, false",
        "DELETE, Consent, false",
        "CREATE, Encounter, false",
        "READ, CareTeam, true"
    })
    void aGrantDoesNotOpenWhatWouldOutlastIt(Interaction interaction, String type, boolean isOpen) {
        ConsentSnapshot open = standing(new PatientStanding(List.of(), Set.of("Practitioner/q"), "g"));

        assertThat(decide(caller(Role.CLINICIAN, "user/*.cruds", PurposeOfUse.TREAT), of(interaction, type), open)
                        .isPermitted())
                .isEqualTo(isOpen);
    }

    @Test
    void aResourceOfNoCompartmentIsAboutThePatientsWhomItMentions() {
        Access task = new Access(Interaction.READ, "Task", "t", Set.of(), Set.of("a"), ResourceFacts.NOTHING);
        ConsentSnapshot inCare = standing(new PatientStanding(List.of(), Set.of("Practitioner/q"), null));

        assertThat(decide(caller(Role.CLINICIAN, "user/*.rs", PurposeOfUse.TREAT), task, inCare))
                .isEqualTo(new Decision.Deny(DenialReason.CARE_RELATIONSHIP, "clinician"));
    }

    @Test
    void whoLinksTwoPatientsTakesCareOfBoth() {
        Caller clinician = caller(Role.CLINICIAN, "user/*.cruds", PurposeOfUse.TREAT);
        ConsentSnapshot inCare = standing(new PatientStanding(List.of(), Set.of("Practitioner/q"), null));

        assertThat(decide(
                        clinician,
                        new Access(Interaction.UPDATE, "Patient", "b", Set.of("b"), Set.of("a"), ResourceFacts.NOTHING),
                        inCare))
                .isEqualTo(new Decision.Deny(DenialReason.CARE_RELATIONSHIP, "clinician"));
        assertThat(decide(
                                clinician,
                                new Access(
                                        Interaction.READ,
                                        "Patient",
                                        "b",
                                        Set.of("b"),
                                        Set.of("a"),
                                        ResourceFacts.NOTHING),
                                inCare)
                        .isPermitted())
                .isTrue();
    }

    @Test
    void onlyAnInterfaceEngineWritesATeamOfNobody() {
        Access team = new Access(Interaction.UPDATE, "CareTeam", "t", Set.of(), Set.of(), ResourceFacts.NOTHING);

        assertThat(decide(caller(Role.CLINICIAN, "user/*.cruds", PurposeOfUse.TREAT), team, NO_CONSENTS))
                .isEqualTo(new Decision.Deny(DenialReason.MINIMUM_NECESSARY, null));
        assertThat(decide(caller(Role.INTERFACE_ENGINE, "system/*.cruds", PurposeOfUse.HOPERAT), team, NO_CONSENTS)
                        .isPermitted())
                .isTrue();
    }

    @Test
    void aPrivacyOfficerSeesReviewsWhateverThePatientConsentedToAndNoOtherTask() {
        Caller officer = caller(Role.PRIVACY_OFFICER, "user/*.cruds", PurposeOfUse.HOPERAT);
        ConsentSnapshot denied = consents(rule(ConsentProvision.Type.DENY, Set.of(), Set.of()));

        assertThat(decide(officer, task("break-glass-review"), denied).isPermitted())
                .isTrue();
        assertThat(decide(officer, task("fulfill"), denied).isPermitted()).isFalse();
        assertThat(decide(officer, READ_A, denied).isPermitted()).isFalse();
        assertThat(decide(officer, task("break-glass-review").with(Interaction.DELETE), denied)
                        .isPermitted())
                .isFalse();
    }

    private static Access task(String code) {
        ResourceFacts facts = new ResourceFacts(
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                null,
                null,
                parameter -> parameter.equals("code")
                        ? Set.of(new CodedValue("https://firewarden.org/task", code))
                        : Set.of());
        return new Access(Interaction.READ, "Task", "t", Set.of(), Set.of("a"), facts);
    }
}
