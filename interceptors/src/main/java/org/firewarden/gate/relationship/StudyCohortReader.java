package org.firewarden.gate.relationship;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.firewarden.gate.relationship.StudyCohort.Enrollment;
import org.firewarden.gate.relationship.StudyCohort.Member;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ResearchStudy;
import org.hl7.fhir.r4.model.ResearchSubject;
import org.hl7.fhir.r4.model.ResearchSubject.ResearchSubjectStatus;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a FHIR R4 resource says of the cohort of a study: {@code ResearchStudy.enrollment}, the members of actual Groups of
 * persons, and {@code ResearchSubject.individual} with the state in which the subject is. What nobody can tell makes no member:
 * a Group that only describes whom it wants, a Group within a Group, a state that comes before enrolment, a modifier extension.
 */
final class StudyCohortReader {

    /** The resource types that say something of cohorts. */
    static final Set<String> TYPES = Set.of("Group", "ResearchStudy", "ResearchSubject");

    private static final Set<ResearchSubjectStatus> IN = EnumSet.of(
            ResearchSubjectStatus.FOLLOWUP,
            ResearchSubjectStatus.ONSTUDY,
            ResearchSubjectStatus.ONSTUDYINTERVENTION,
            ResearchSubjectStatus.ONSTUDYOBSERVATION,
            ResearchSubjectStatus.PENDINGONSTUDY);

    /** Who is out stays out, though an enrolled Group may still list the patient. */
    private static final Set<ResearchSubjectStatus> OUT = EnumSet.of(
            ResearchSubjectStatus.INELIGIBLE,
            ResearchSubjectStatus.NOTREGISTERED,
            ResearchSubjectStatus.OFFSTUDY,
            ResearchSubjectStatus.WITHDRAWN);

    private StudyCohortReader() {}

    static StudyCohort read(IBaseResource resource) {
        if (resource instanceof ResearchStudy study) {
            return ofStudy(study);
        }
        if (resource instanceof Group group) {
            return ofGroup(group);
        }
        if (resource instanceof ResearchSubject subject) {
            return ofSubject(subject);
        }
        return StudyCohort.NONE;
    }

    private static StudyCohort ofStudy(ResearchStudy study) {
        String id = study.getIdElement().getIdPart();
        Set<Enrollment> enrollments = new HashSet<>();
        enrollments.add(new Enrollment(id, "ResearchStudy/" + id));
        study.getEnrollment().forEach(enrolled -> {
            String group = idOf("Group", enrolled);
            if (group != null) {
                enrollments.add(new Enrollment(id, "Group/" + group));
            }
        });
        return new StudyCohort(enrollments, Set.of());
    }

    private static StudyCohort ofGroup(Group group) {
        boolean isInForce = group.getType() == Group.GroupType.PERSON
                && group.getActual()
                && !(group.hasActive() && !group.getActive())
                && !group.hasModifierExtension()
                && !group.hasImplicitRules();
        if (!isInForce) {
            return StudyCohort.NONE;
        }
        String cohort = "Group/" + group.getIdElement().getIdPart();
        Set<Member> members = new HashSet<>();
        group.getMember().forEach(member -> {
            String patient = idOf("Patient", member.getEntity());
            if (patient != null && !member.getInactive() && !member.hasModifierExtension()) {
                members.add(new Member(cohort, patient, false, Validity.of(member.getPeriod())));
            }
        });
        return new StudyCohort(Set.of(), members);
    }

    private static StudyCohort ofSubject(ResearchSubject subject) {
        String study = idOf("ResearchStudy", subject.getStudy());
        String patient = idOf("Patient", subject.getIndividual());
        if (study == null || patient == null) {
            return StudyCohort.NONE;
        }
        String cohort = "ResearchStudy/" + study;
        if (OUT.contains(subject.getStatus()) || subject.hasModifierExtension() || subject.hasImplicitRules()) {
            return new StudyCohort(Set.of(), Set.of(new Member(cohort, patient, true, Validity.ALWAYS)));
        }
        return IN.contains(subject.getStatus())
                ? new StudyCohort(
                        Set.of(), Set.of(new Member(cohort, patient, false, Validity.of(subject.getPeriod()))))
                : StudyCohort.NONE;
    }

    /** The logical id of a resource of this server, or null. */
    private static @Nullable String idOf(String type, Reference reference) {
        IIdType id = reference.getReferenceElement();
        return type.equals(id.getResourceType()) && id.hasIdPart() && !id.isAbsolute() ? id.getIdPart() : null;
    }
}
