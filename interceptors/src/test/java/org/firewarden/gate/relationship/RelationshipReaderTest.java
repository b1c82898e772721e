package org.firewarden.gate.relationship;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.firewarden.gate.relationship.Relationships.Caregiver;
import org.firewarden.gate.relationship.Relationships.Link;
import org.firewarden.gate.relationship.Relationships.Membership;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.CareTeam.CareTeamStatus;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RelationshipReaderTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-03-01T00:00:00Z");

    private static Period period(@Nullable String start, @Nullable String end) {
        Period period = new Period();
        if (start != null) {
            period.setStartElement(new DateTimeType(start));
        }
        if (end != null) {
            period.setEndElement(new DateTimeType(end));
        }
        return period;
    }

    private static CareTeam team(CareTeamStatus status, @Nullable String subject) {
        CareTeam team = new CareTeam();
        team.setId("t");
        team.setStatus(status);
        team.setSubject(new Reference(subject));
        return team;
    }

    private static Encounter encounter(EncounterStatus status, @Nullable String end) {
        Encounter encounter = new Encounter();
        encounter.setId("e");
        encounter.setStatus(status);
        encounter.setSubject(new Reference("Patient/a"));
        encounter.setPeriod(period("2026-01-01T00:00:00Z", end));
        encounter.setServiceProvider(new Reference("Organization/o"));
        encounter.addParticipant().setIndividual(new Reference("Practitioner/p"));
        return encounter;
    }

    @Test
    void aGeneralPractitionerTakesCareWithoutEnd() {
        Patient patient = new Patient();
        patient.setId("a");
        patient.addGeneralPractitioner(new Reference("Practitioner/p"));
        patient.addGeneralPractitioner(new Reference("Organization/o"));

        assertThat(RelationshipReader.read(patient).caregivers())
                .containsExactlyInAnyOrder(
                        new Caregiver("a", "Practitioner/p", Validity.ALWAYS, false),
                        new Caregiver("a", "Organization/o", Validity.ALWAYS, false));
    }

    @Test
    void linksLeadToOtherPatientsAndNotToRelativesOrToItself() {
        Patient patient = new Patient();
        patient.setId("a");
        patient.addLink().setOther(new Reference("Patient/b"));
        patient.addLink().setOther(new Reference("Patient/a"));
        patient.addLink().setOther(new Reference("RelatedPerson/r"));

        assertThat(RelationshipReader.read(patient).links()).containsExactly(new Link("a", "b"));
    }

    @Test
    void aTeamGivesEachProfessionalMemberForWhatItsPeriodAndTheMembersHaveInCommon() {
        CareTeam team = team(CareTeamStatus.ACTIVE, "Patient/a");
        team.setPeriod(period("2026-01-01T00:00:00Z", null));
        team.addParticipant()
                .setMember(new Reference("Practitioner/p"))
                .setPeriod(period("2025-01-01T00:00:00Z", "2026-02-28T23:59:59.999Z"));
        team.addParticipant().setMember(new Reference("RelatedPerson/r"));

        Relationships read = RelationshipReader.read(team);
        Validity both = new Validity(START, END);
        assertThat(read.caregivers()).containsExactly(new Caregiver("a", "Practitioner/p", both, false));
        assertThat(read.memberships()).containsExactly(new Membership("Practitioner/p", "CareTeam/t", "a", both));
    }

    private static Relationships inCareOfSomebody() {
        return new Relationships(Set.of(new Caregiver("a", "", Validity.ALWAYS, false)), Set.of(), Set.of());
    }

    @ParameterizedTest
    @EnumSource(
            value = CareTeamStatus.class,
            names = {"INACTIVE", "SUSPENDED"})
    void aTeamThatWasActiveOpensThePatientToNobody(CareTeamStatus status) {
        CareTeam team = team(status, "Patient/a");
        team.addParticipant().setMember(new Reference("Practitioner/p"));

        assertThat(RelationshipReader.read(team)).isEqualTo(inCareOfSomebody());
    }

    @ParameterizedTest
    @EnumSource(
            value = CareTeamStatus.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ACTIVE", "INACTIVE", "SUSPENDED"})
    void aTeamThatNeverWasGivesNothing(CareTeamStatus status) {
        CareTeam team = team(status, "Patient/a");
        team.addParticipant().setMember(new Reference("Practitioner/p"));

        assertThat(RelationshipReader.read(team)).isEqualTo(Relationships.NONE);
    }

    @Test
    void aTeamOfNobodyGivesMembershipAndNoPatient() {
        CareTeam team = team(CareTeamStatus.ACTIVE, null);
        team.addParticipant().setMember(new Reference("Practitioner/p"));

        Relationships read = RelationshipReader.read(team);
        assertThat(read.caregivers()).isEmpty();
        assertThat(read.memberships())
                .containsExactly(new Membership("Practitioner/p", "CareTeam/t", null, Validity.ALWAYS));
    }

    @ParameterizedTest
    @CsvSource({
        "PLANNED,    , true",
        "ARRIVED,    , true",
        "TRIAGED,    , true",
        "INPROGRESS, , true",
        "ONLEAVE,    , true",
        "FINISHED, 2026-02-28T23:59:59.999Z, true",
        "CANCELLED,  , false",
        "ENTEREDINERROR, , false",
        "UNKNOWN,    , false"
    })
    void anEncounterGivesItsParticipantsAndItsProvider(EncounterStatus status, @Nullable String end, boolean gives) {
        Validity until = new Validity(null, end == null ? null : END);

        if (gives) {
            assertThat(RelationshipReader.read(encounter(status, end)).caregivers())
                    .containsExactlyInAnyOrder(
                            new Caregiver("a", "Practitioner/p", until, true),
                            new Caregiver("a", "Organization/o", until, true));
        } else {
            assertThat(RelationshipReader.read(encounter(status, end))).isEqualTo(Relationships.NONE);
        }
    }

    @Test
    void anEncounterThatFinishedNobodyKnowsWhenOpensThePatientToNobody() {
        assertThat(RelationshipReader.read(encounter(EncounterStatus.FINISHED, null)))
                .isEqualTo(inCareOfSomebody());
    }

    @Test
    void aRoleStandsForThePersonAndTheOrganizationForIt() {
        PractitionerRole role = new PractitionerRole();
        role.setId("r");
        role.setPractitioner(new Reference("Practitioner/p"));
        role.setOrganization(new Reference("Organization/o"));

        assertThat(RelationshipReader.read(role).memberships())
                .containsExactlyInAnyOrder(
                        new Membership("Practitioner/p", "PractitionerRole/r", null, Validity.ALWAYS),
                        new Membership("PractitionerRole/r", "Practitioner/p", null, Validity.ALWAYS),
                        new Membership("PractitionerRole/r", "Organization/o", null, Validity.ALWAYS));
        role.setActive(false);
        assertThat(RelationshipReader.read(role)).isEqualTo(Relationships.NONE);
    }

    @Test
    void anOrganizationIsPartOfItsWholeAndNotOfItself() {
        Organization organization = new Organization();
        organization.setId("o");
        organization.setPartOf(new Reference("Organization/w"));
        assertThat(RelationshipReader.read(organization).memberships())
                .containsExactly(new Membership("Organization/o", "Organization/w", null, Validity.ALWAYS));

        organization.setPartOf(new Reference("Organization/o"));
        assertThat(RelationshipReader.read(organization)).isEqualTo(Relationships.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-28T23:59:59Z,     2026-03-01T00:00:00Z",
        "2026-02-28T23:59:59.999Z, 2026-03-01T00:00:00Z",
        "2026-03-01T09:00:00+09:00, 2026-03-01T00:00:01Z"
    })
    void theEndOfAPeriodLiesWithinIt(String end, Instant after) {
        assertThat(Validity.of(period(null, end)).end()).isEqualTo(after);
    }

    @Test
    void aDayAMonthAndAYearHoldUntilTheyAreOver() {
        Instant day = Validity.of(period("2026-03-01", null)).start();

        assertThat(Validity.of(period(null, "2026-02-28")).end()).isEqualTo(day);
        assertThat(Validity.of(period(null, "2026-02")).end()).isEqualTo(day);
        assertThat(Validity.of(period(null, "2025")).end())
                .isEqualTo(Validity.of(period("2026", null)).start());
    }

    @Test
    void whoIsKnownByAnIdentifierOrANameOnlyTakesCareAndIsNobody() {
        Patient patient = new Patient();
        patient.setId("a");
        patient.addGeneralPractitioner().getIdentifier().setValue("npi");
        assertThat(RelationshipReader.read(patient)).isEqualTo(inCareOfSomebody());

        patient.setGeneralPractitioner(null);
        patient.addGeneralPractitioner().setDisplay("Dr. Somebody");
        assertThat(RelationshipReader.read(patient)).isEqualTo(inCareOfSomebody());
    }

    @Test
    void relativesAndOtherResourcesGiveNothing() {
        CareTeam team = team(CareTeamStatus.ACTIVE, "Patient/a");
        team.addParticipant()
                .getMember()
                .setType("RelatedPerson")
                .getIdentifier()
                .setValue("1");

        assertThat(RelationshipReader.read(team)).isEqualTo(Relationships.NONE);
        assertThat(RelationshipReader.read(new Observation())).isEqualTo(Relationships.NONE);
    }
}
