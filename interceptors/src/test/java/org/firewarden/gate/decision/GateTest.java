package org.firewarden.gate.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.firewarden.access.Access;
import org.firewarden.access.Caller;
import org.firewarden.access.Decision;
import org.firewarden.access.DenialReason;
import org.firewarden.access.Interaction;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.ResourceFacts;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule: granted, missing scope, other patient. */
class GateTest {

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

    private static ConsentRule rule(ConsentRule.Type type, Set<String> purposes, Set<String> actors) {
        return new ConsentRule("c1", type, purposes, actors, false, null, null);
    }

    private static Decision decide(Caller caller, Access access, ConsentSnapshot consents) {
        return Gate.decide(caller, access, consents, Policy.shipped());
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
        ConsentSnapshot deny = consents(rule(ConsentRule.Type.DENY, Set.of(), Set.of()));

        assertThat(decide(caller(Role.CLINICIAN, "user/*.rs", purpose), READ_A, deny)
                        .isPermitted())
                .isEqualTo(isPermitted);
    }

    @Test
    void aDenyOfANamedActorHidesFromThatActorWhateverThePurpose() {
        ConsentSnapshot deny = consents(rule(ConsentRule.Type.DENY, Set.of(), Set.of("Practitioner/alice")));
        ConsentSnapshot other = consents(rule(ConsentRule.Type.DENY, Set.of(), Set.of("Practitioner/cody")));
        Caller alice = caller(Role.CLINICIAN, "user/*.rs", PurposeOfUse.TREAT);

        assertThat(decide(alice, READ_A, deny)).isEqualTo(new Decision.Deny(DenialReason.CONSENT, "Consent/c1"));
        assertThat(decide(alice, READ_A, other)).isInstanceOf(Decision.Permit.class);
    }

    @Test
    void aDenyOfNamedPurposesHidesFromThese() {
        ConsentSnapshot deny = consents(rule(ConsentRule.Type.DENY, Set.of("TREAT"), Set.of()));

        assertThat(decide(caller(Role.CLINICIAN, "user/*.rs", PurposeOfUse.TREAT), READ_A, deny)
                        .isPermitted())
                .isFalse();
        assertThat(decide(caller(Role.CLINICIAN, "user/*.rs", PurposeOfUse.HOPERAT), READ_A, deny)
                        .isPermitted())
                .isTrue();
    }

    @Test
    void researchNeedsAConsentThatPermitsItByName() {
        Caller rita = caller(Role.RESEARCHER, "user/*.rs", PurposeOfUse.HRESCH);
        ConsentRule permit = rule(ConsentRule.Type.PERMIT, Set.of("HRESCH"), Set.of());
        ConsentRule silent = rule(ConsentRule.Type.PERMIT, Set.of(), Set.of());

        assertThat(decide(rita, READ_A, NO_CONSENTS).isPermitted()).isFalse();
        assertThat(decide(rita, READ_A, consents(silent)).isPermitted()).isFalse();
        assertThat(decide(rita, READ_A, consents(permit)).isPermitted()).isTrue();
        assertThat(decide(rita, READ_A, consents(permit, rule(ConsentRule.Type.DENY, Set.of(), Set.of())))
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
        ConsentSnapshot deny = consents(rule(ConsentRule.Type.DENY, Set.of("TREAT"), Set.of()));

        assertThat(decide(caller(Role.CLINICIAN, "user/*.rs", PurposeOfUse.TREAT), both, deny)
                        .isPermitted())
                .isFalse();
    }

    @Test
    void aPatientIsNotShutOutByTheOwnRestriction() {
        assertThat(decide(patient("a"), READ_A, consents(rule(ConsentRule.Type.DENY, Set.of(), Set.of()))))
                .isInstanceOf(Decision.Permit.class);
    }

    @Test
    void aPeriodHoldsFromItsStartAndUntilItsEnd() {
        Caller payer = caller(Role.CLINICIAN, "user/*.rs", PurposeOfUse.HPAYMT);
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
        ConsentSnapshot deny = consents(rule(ConsentRule.Type.DENY, Set.of(), Set.of()));
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
        ConsentSnapshot deny = consents(rule(ConsentRule.Type.DENY, Set.of("TREAT"), Set.of()));
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
        return new ConsentRule("c1", ConsentRule.Type.DENY, Set.of(), Set.of(), false, start, end);
    }
}
