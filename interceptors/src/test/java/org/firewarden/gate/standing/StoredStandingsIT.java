package org.firewarden.gate.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.firewarden.access.Caller;
import org.firewarden.access.PurposeOfUse;
import org.firewarden.access.Role;
import org.firewarden.access.SmartScopes;
import org.firewarden.gate.breakglass.BreakGlassGrant;
import org.firewarden.gate.breakglass.BreakGlassGrants;
import org.firewarden.gate.breakglass.BreakGlassReason;
import org.firewarden.gate.breakglass.JdbcBreakGlassGrants;
import org.firewarden.gate.consent.JdbcConsentRules;
import org.firewarden.gate.consent.StoredConsent;
import org.firewarden.gate.decision.ConsentProvision;
import org.firewarden.gate.decision.ConsentRule;
import org.firewarden.gate.decision.ConsentSnapshot;
import org.firewarden.gate.decision.PatientStanding;
import org.firewarden.gate.relationship.CareSettings;
import org.firewarden.gate.relationship.RelationshipInterceptor;
import org.firewarden.gate.relationship.RelationshipTables;
import org.firewarden.ledger.TestDatabase;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.hl7.fhir.r4.model.ResearchSubject;
import org.hl7.fhir.r4.model.ResearchSubject.ResearchSubjectStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The tables as the decision sees them, on a real PostgreSQL. */
class StoredStandingsIT {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final JdbcTemplate jdbc = TestDatabase.jdbc();
    private final CareSettings settings = new CareSettings(Duration.ofDays(365));
    private final RelationshipTables tables = new RelationshipTables(jdbc, settings);
    private final RelationshipInterceptor interceptor = new RelationshipInterceptor(tables);
    private final JdbcConsentRules consents = new JdbcConsentRules(jdbc, references -> Map.of());
    private final BreakGlassGrants grants = new JdbcBreakGlassGrants(jdbc);
    private final PatientStandings standings = new StoredStandings(consents, jdbc, settings);
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final String a = "a" + run;
    private final String b = "b" + run;

    private Caller caller(String subject, PurposeOfUse purpose) {
        return new Caller(
                subject + run,
                "app",
                Set.of(Role.CLINICIAN),
                SmartScopes.parse("user/*.rs"),
                purpose,
                "Practitioner/" + subject + run,
                null,
                null,
                null,
                null);
    }

    private ConsentSnapshot snapshot() {
        return standings.snapshot(caller("p", PurposeOfUse.TREAT), Set.of(a, b), NOW);
    }

    private PatientStanding of(String patient) {
        return Objects.requireNonNull(snapshot().patients().get(patient));
    }

    private Reference ref(String type, String id) {
        return new Reference(type + "/" + id + run);
    }

    private Patient patient(String id, String... linked) {
        Patient patient = new Patient();
        patient.setId(id);
        for (String other : linked) {
            patient.addLink().setOther(new Reference("Patient/" + other));
        }
        return patient;
    }

    private CareTeam team(String id, @Nullable String subject, String... members) {
        CareTeam team = new CareTeam();
        team.setId(id + run);
        team.setStatus(CareTeam.CareTeamStatus.ACTIVE);
        if (subject != null) {
            team.setSubject(new Reference("Patient/" + subject));
        }
        for (String member : members) {
            team.addParticipant().setMember(new Reference(member));
        }
        return team;
    }

    private BreakGlassGrant grant(String subject, Instant opened, Instant expires) {
        return new BreakGlassGrant(
                UUID.randomUUID(),
                subject + run,
                "Practitioner/" + subject + run,
                "app",
                a,
                BreakGlassReason.ETREAT,
                "sealed",
                opened,
                expires,
                "request");
    }

    @Test
    void aCallerStandsForRolesOrganizationsTheirWholesAndTeams() {
        PractitionerRole role = new PractitionerRole();
        role.setId("r" + run);
        role.setPractitioner(ref("Practitioner", "p"));
        role.setOrganization(ref("Organization", "ward"));
        Organization ward = new Organization();
        ward.setId("ward" + run);
        ward.setPartOf(ref("Organization", "hospital"));
        Organization hospital = new Organization();
        hospital.setId("hospital" + run);
        hospital.setPartOf(ref("Organization", "ward"));
        interceptor.created(role);
        interceptor.created(ward);
        interceptor.created(hospital);
        interceptor.created(team("t", null, "Organization/hospital" + run));

        assertThat(snapshot().callerIdentities())
                .containsExactlyInAnyOrder(
                        "Practitioner/p" + run,
                        "PractitionerRole/r" + run,
                        "Organization/ward" + run,
                        "Organization/hospital" + run,
                        "CareTeam/t" + run);

        role.setPeriod(new Period().setEndElement(new DateTimeType("2026-11-20T00:00:00Z")));
        interceptor.updated(null, role);
        assertThat(snapshot().callerIdentities()).containsExactly("Practitioner/p" + run);
    }

    @Test
    void whatASourceGaveGoesWithItsChangeAndWithItsDeletion() {
        Patient patient = patient(a);
        patient.addGeneralPractitioner(ref("Practitioner", "p"));
        interceptor.created(patient);
        interceptor.created(team("t", a, "Practitioner/q" + run));
        assertThat(of(a).caregivers()).containsExactlyInAnyOrder("Practitioner/p" + run, "Practitioner/q" + run);
        assertThat(of(b).caregivers()).isEmpty();

        patient.setGeneralPractitioner(null);
        interceptor.updated(null, patient);
        assertThat(of(a).caregivers()).containsExactly("Practitioner/q" + run);

        interceptor.deleted(team("t", a));
        assertThat(of(a).caregivers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T12:00:00Z, true",
        "2025-11-21T12:00:01Z, true",
        "2025-11-21T11:59:58Z, false",
        "2020-01-01T00:00:00Z, false"
    })
    void anEncounterCountsForAYearAfterItsEnd(String end, boolean counts) {
        Encounter encounter = new Encounter();
        encounter.setId("e" + run);
        encounter.setStatus(Encounter.EncounterStatus.FINISHED);
        encounter.setSubject(new Reference("Patient/" + a));
        encounter.setPeriod(new Period().setEndElement(new DateTimeType(end)));
        encounter.setServiceProvider(ref("Organization", "o"));
        interceptor.created(encounter);

        assertThat(of(a).caregivers().contains("Organization/o" + run)).isEqualTo(counts);
        assertThat(tables.between(a, Set.of("Organization/o" + run), NOW)).hasSize(counts ? 1 : 0);
    }

    @Test
    void theTeamOfAnotherPatientTakesNoCareOfThisOne() {
        interceptor.created(team("of-b", b, "Practitioner/p" + run));
        interceptor.created(team("of-a", a, "CareTeam/of-b" + run));
        assertThat(of(a).caregivers())
                .as("in care, of nobody who could be asked for")
                .containsExactly("");

        interceptor.created(team("of-nobody", null, "Practitioner/p" + run));
        interceptor.updated(null, team("of-a", a, "CareTeam/of-nobody" + run));
        assertThat(of(a).caregivers()).containsExactly("CareTeam/of-nobody" + run);
        assertThat(snapshot().callerIdentities()).contains("CareTeam/of-nobody" + run);
    }

    @Test
    void linkedRecordsShareDenialsBothWaysAndInACircle() {
        interceptor.created(patient(a, "m" + run));
        interceptor.created(patient("m" + run, b));
        interceptor.created(patient(b, a));
        ConsentRule ofA = put(a, "ca" + run);
        ConsentRule ofB = put(b, "cb" + run);

        assertThat(of(a).consents()).containsExactlyInAnyOrder(ofA, ofB);
        assertThat(of(b).consents()).containsExactlyInAnyOrder(ofA, ofB);
        assertThat(tables.linkedTo(a)).containsExactly(b, "m" + run);

        interceptor.updated(null, patient(a));
        interceptor.updated(null, patient(b));
        assertThat(of(a).consents()).containsExactly(ofA);
        assertThat(of(b).consents()).containsExactly(ofB);
    }

    @Test
    void whatOneRecordPermitsIsPermittedForNoOther() {
        interceptor.created(patient(a, b));
        put(a, "ca" + run, "permit");

        assertThat(of(a).consents())
                .extracting(rule -> rule.root().type())
                .containsExactly(ConsentProvision.Type.PERMIT);
        assertThat(of(b).consents()).extracting(rule -> rule.root().type()).containsExactly((ConsentProvision.Type)
                null);
    }

    private ConsentRule put(String patientId, String id) {
        return put(patientId, id, "deny");
    }

    private ConsentRule put(String patientId, String id, String type) {
        consents.put(new StoredConsent(id, patientId, null, """
                {"resourceType": "Consent", "id": "%s", "status": "active", "patient": {"reference": "Patient/%s"},
                 "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope",
                                       "code": "patient-privacy"}]},
                 "provision": {"type": "%s"}}
                """.formatted(id, patientId, type)));
        return new ConsentRule(id, false, ConsentProvision.of(ConsentProvision.Type.DENY));
    }

    @Test
    void aPersonOfTooManyRecordsIsRefused() {
        for (int i = 0; i < 50; i++) {
            interceptor.created(patient(a + i, a + (i + 1)));
        }
        Patient oneMore = patient(a + 50, a + 51);

        assertThatThrownBy(() -> interceptor.created(oneMore)).isInstanceOf(UnprocessableEntityException.class);
    }

    @Test
    void aGrantOpensOnePatientToItsHolderForTreatmentUntilItExpires() {
        BreakGlassGrant grant = grant("p", NOW.minusSeconds(60), NOW.plusSeconds(60));
        grants.add(grant);

        assertThat(of(a).breakGlassGrant()).isEqualTo(grant.id().toString());
        assertThat(of(b).breakGlassGrant()).isNull();
        assertThat(grantOf("q", PurposeOfUse.TREAT, NOW)).isNull();
        assertThat(grantOf("p", PurposeOfUse.HPAYMT, NOW)).isNull();
        assertThat(grantOf("p", PurposeOfUse.ETREAT, NOW.plusSeconds(59))).isNotNull();
        assertThat(grantOf("p", PurposeOfUse.ETREAT, NOW.plusSeconds(60))).isNull();
        assertThat(grantOf("p", PurposeOfUse.ETREAT, NOW.minusSeconds(61))).isNull();
    }

    private @Nullable String grantOf(String subject, PurposeOfUse purpose, Instant at) {
        ConsentSnapshot then = standings.snapshot(caller(subject, purpose), Set.of(a), at);
        return Objects.requireNonNull(then.patients().get(a)).breakGlassGrant();
    }

    @Test
    void aReviewLeavesAGrantOpenAndAWithdrawalEndsIt() {
        BreakGlassGrant grant = grant("p", NOW, NOW.plusSeconds(900));
        grants.add(grant);
        Caller officer = caller("officer", PurposeOfUse.HOPERAT);

        grants.review(grant.id(), BreakGlassGrants.Outcome.REVIEWED, officer, NOW);
        assertThat(of(a).breakGlassGrant()).isNotNull();
        grants.review(grant.id(), BreakGlassGrants.Outcome.WITHDRAWN, officer, NOW);
        grants.review(grant.id(), BreakGlassGrants.Outcome.WITHDRAWN, officer, NOW.plusSeconds(1));
        assertThat(of(a).breakGlassGrant()).isNull();
    }

    @Test
    void aGrantIsOverdueUntilItIsReviewed() {
        Instant longAgo = Instant.parse("2001-01-01T00:00:00Z");
        BreakGlassGrant grant = grant("p", longAgo, longAgo.plusSeconds(900));
        grants.add(grant);
        Instant limit = longAgo.plusSeconds(1);
        assertThat(grants.unreviewedSince(longAgo)).isZero();
        assertThat(grants.unreviewedSince(limit)).isEqualTo(1);

        Caller officer = caller("officer", PurposeOfUse.HOPERAT);
        grants.review(grant.id(), BreakGlassGrants.Outcome.WITHDRAWN, officer, NOW);
        assertThat(grants.unreviewedSince(limit)).isEqualTo(1);
        grants.review(grant.id(), BreakGlassGrants.Outcome.REVIEWED, officer, NOW);
        assertThat(grants.unreviewedSince(limit)).isZero();
        assertThat(grants.find(grant.id())).contains(grant);
        assertThat(grants.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void grantsAndReviewsAreNeverChanged() {
        grants.add(grant("p", NOW, NOW.plusSeconds(900)));

        for (String change : List.of(
                "UPDATE firewarden.break_glass_grant SET expires_at = expires_at + interval '1 day'",
                "DELETE FROM firewarden.break_glass_grant",
                "DELETE FROM firewarden.break_glass_review",
                "TRUNCATE firewarden.break_glass_review")) {
            assertThatThrownBy(() -> jdbc.execute(change))
                    .as(change)
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("append-only");
        }
    }

    private Group group(String... members) {
        Group group = new Group();
        group.setId("g" + run);
        group.setType(Group.GroupType.PERSON);
        group.setActual(true);
        for (String member : members) {
            Group.GroupMemberComponent each = group.addMember().setEntity(new Reference("Patient/" + member));
            each.getPeriod().setEndElement(new DateTimeType("9999-12-31"));
        }
        return group;
    }

    private ResearchSubject subject(String patient, ResearchSubjectStatus status) {
        ResearchSubject subject = new ResearchSubject();
        subject.setId("s" + patient);
        subject.setStatus(status);
        subject.setStudy(ref("ResearchStudy", "x"));
        subject.setIndividual(new Reference("Patient/" + patient));
        return subject;
    }

    /** The patients for whom a waiver of the study permits, in a table without any other waiver. */
    private Set<String> waived() {
        jdbc.update("DELETE FROM firewarden.consent_rule WHERE patient_id IS NULL");
        consents.put(new StoredConsent("w" + run, null, "x" + run, """
                {"resourceType": "Consent", "id": "w", "status": "active", "patient": {"reference": "Patient/x"},
                 "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope",
                                       "code": "research"}]}, "provision": {"type": "permit"}}
                """));
        Set<String> waived = new TreeSet<>();
        Map<String, PatientStanding> patients = snapshot().patients();
        consents.remove("w" + run);
        patients.forEach((id, standing) -> {
            if (standing.consents().stream().anyMatch(rule -> rule.root().type() != null)) {
                waived.add(id);
            }
        });
        return waived;
    }

    @Test
    void aWaiverPermitsForWhoIsInACohortOfItsStudyAndNotOutOfIt() {
        consents.putStudy("x" + run, true);
        ResearchStudy study = new ResearchStudy();
        study.setId("x" + run);
        study.addEnrollment(ref("Group", "g"));
        interceptor.created(group(a, b));
        assertThat(waived()).isEmpty();
        interceptor.created(study);
        assertThat(waived()).containsExactly(a, b);
        interceptor.updated(null, group(b));
        assertThat(waived()).containsExactly(b);
        interceptor.created(subject(a, ResearchSubjectStatus.SCREENING));
        assertThat(waived()).containsExactly(b);
        interceptor.updated(null, subject(a, ResearchSubjectStatus.ONSTUDY));
        assertThat(waived()).containsExactly(a, b);
        interceptor.created(subject(b, ResearchSubjectStatus.WITHDRAWN));
        assertThat(waived()).containsExactly(a);
        interceptor.deleted(subject(b, ResearchSubjectStatus.WITHDRAWN));
        assertThat(waived()).containsExactly(a, b);
        interceptor.deleted(group());
        assertThat(waived()).containsExactly(a);
        interceptor.deleted(study);
        assertThat(waived()).isEmpty();
    }

    @Test
    void aGroupOfWhichOneHasLeftChangesWhatIsKnownOfOne() {
        interceptor.created(group(a, b));
        jdbc.update("DELETE FROM firewarden.standing_change WHERE subject IN (?, ?)", a, b);

        interceptor.updated(null, group(b));

        assertThat(jdbc.queryForList(
                        "SELECT subject FROM firewarden.standing_change WHERE subject IN (?, ?)", String.class, a, b))
                .containsExactly(a);
        assertThat(jdbc.queryForList(
                        "SELECT patient_id FROM firewarden.cohort_member WHERE source = ?",
                        String.class,
                        "Group/g" + run))
                .containsExactly(b);
    }
}
