package org.firewarden.gate.relationship;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.firewarden.gate.relationship.StudyCohort.Enrollment;
import org.firewarden.gate.relationship.StudyCohort.Member;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.hl7.fhir.r4.model.ResearchSubject;
import org.hl7.fhir.r4.model.ResearchSubject.ResearchSubjectStatus;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StudyCohortReaderTest {

    private static final Extension UNKNOWN = new Extension("https://example.org/unless", new BooleanType(true));

    private static Group group() {
        Group group = new Group();
        group.setId("Group/g/_history/3");
        group.setType(Group.GroupType.PERSON);
        group.setActual(true);
        group.addMember().setEntity(new Reference("Patient/a"));
        return group;
    }

    private static ResearchSubject subject(ResearchSubjectStatus status) {
        ResearchSubject subject = new ResearchSubject();
        subject.setId("s");
        subject.setStatus(status);
        subject.setStudy(new Reference("ResearchStudy/x"));
        subject.setIndividual(new Reference("Patient/a"));
        return subject;
    }

    @Test
    void aStudyHasTheGroupsThatItEnrollsAndItself() {
        ResearchStudy study = new ResearchStudy();
        study.setId("x");
        study.addEnrollment(new Reference("Group/g"));
        study.addEnrollment(new Reference("https://elsewhere.example.org/fhir/Group/h"));
        study.addEnrollment(new Reference("#contained"));
        study.addEnrollment(new Reference().setDisplay("all of them"));

        assertThat(StudyCohortReader.read(study).enrollments())
                .containsExactlyInAnyOrder(new Enrollment("x", "Group/g"), new Enrollment("x", "ResearchStudy/x"));
    }

    @Test
    void anActualGroupOfPersonsHasThePatientsWhoAreMembers() {
        Group group = group();
        group.addMember().setEntity(new Reference("Patient/gone")).setInactive(true);
        group.addMember().setEntity(new Reference("Group/nested"));
        group.addMember().setEntity(new Reference("https://elsewhere.example.org/fhir/Patient/b"));
        Group.GroupMemberComponent timed = group.addMember().setEntity(new Reference("Patient/timed"));
        timed.getPeriod().setEndElement(new DateTimeType("2026-03-31T00:00:00Z"));
        Group.GroupMemberComponent unless = group.addMember().setEntity(new Reference("Patient/unless"));
        unless.addModifierExtension(UNKNOWN);

        assertThat(StudyCohortReader.read(group).members())
                .containsExactlyInAnyOrder(
                        new Member("Group/g", "a", false, Validity.ALWAYS),
                        new Member("Group/g", "timed", false, Validity.of(timed.getPeriod())));
    }

    static Stream<Named<Consumer<Group>>> groupsOfNobody() {
        return Stream.of(
                Named.of("one that describes whom it wants", group -> group.setActual(false)),
                Named.of("one that does not say whether it is actual", group -> group.setActualElement(null)),
                Named.of("one of animals", group -> group.setType(Group.GroupType.ANIMAL)),
                Named.of("one that is not active", group -> group.setActive(false)),
                Named.of("one that means something else", group -> group.addModifierExtension(UNKNOWN)),
                Named.of("one by rules of its own", group -> group.setImplicitRules("https://example.org/rules")));
    }

    @ParameterizedTest
    @MethodSource("groupsOfNobody")
    void aGroupOfWhichNobodyCanTellHasNoMembers(Consumer<Group> spoil) {
        Group group = group();
        spoil.accept(group);

        assertThat(StudyCohortReader.read(group)).isEqualTo(StudyCohort.NONE);
    }

    @ParameterizedTest
    @EnumSource(value = ResearchSubjectStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "NULL")
    void aSubjectIsInOutOrNeitherByItsState(ResearchSubjectStatus status) {
        Set<ResearchSubjectStatus> in = EnumSet.of(
                ResearchSubjectStatus.ONSTUDY,
                ResearchSubjectStatus.ONSTUDYINTERVENTION,
                ResearchSubjectStatus.ONSTUDYOBSERVATION,
                ResearchSubjectStatus.PENDINGONSTUDY,
                ResearchSubjectStatus.FOLLOWUP);
        Set<ResearchSubjectStatus> before = EnumSet.of(
                ResearchSubjectStatus.CANDIDATE,
                ResearchSubjectStatus.POTENTIALCANDIDATE,
                ResearchSubjectStatus.SCREENING,
                ResearchSubjectStatus.ELIGIBLE);

        assertThat(StudyCohortReader.read(subject(status)).members())
                .isEqualTo(
                        before.contains(status)
                                ? Set.of()
                                : Set.of(new Member("ResearchStudy/x", "a", !in.contains(status), Validity.ALWAYS)));
    }

    @Test
    void aSubjectThatMeansSomethingElseIsOut() {
        ResearchSubject subject = subject(ResearchSubjectStatus.ONSTUDY);
        subject.addModifierExtension(UNKNOWN);

        assertThat(StudyCohortReader.read(subject).members())
                .extracting(Member::isExcluded)
                .containsExactly(true);
    }

    @Test
    void whatNamesNoStudyOrNoPatientSaysNothing() {
        for (Reference nobody : List.of(new Reference(), new Reference("Group/g"), new Reference("urn:uuid:1"))) {
            assertThat(StudyCohortReader.read(
                            subject(ResearchSubjectStatus.WITHDRAWN).setIndividual(nobody)))
                    .isEqualTo(StudyCohort.NONE);
            assertThat(StudyCohortReader.read(
                            subject(ResearchSubjectStatus.ONSTUDY).setStudy(nobody)))
                    .isEqualTo(StudyCohort.NONE);
        }
        assertThat(StudyCohortReader.read(new Observation())).isEqualTo(StudyCohort.NONE);
    }
}
