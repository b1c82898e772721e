package org.firewarden.gate.relationship;

import java.util.Set;

/**
 * What one FHIR resource says of who belongs to which study.
 *
 * @param enrollments which cohorts a study has
 * @param members who belongs to a cohort, or is out of it
 */
record StudyCohort(Set<Enrollment> enrollments, Set<Member> members) {

    /** Nothing of the kind. */
    static final StudyCohort NONE = new StudyCohort(Set.of(), Set.of());

    /** Copies the sets. */
    StudyCohort {
        enrollments = Set.copyOf(enrollments);
        members = Set.copyOf(members);
    }

    /**
     * A study has a cohort.
     *
     * @param studyId the logical id of the ResearchStudy
     * @param cohort a Group, or the ResearchStudy itself for its ResearchSubjects, as a relative reference
     */
    record Enrollment(String studyId, String cohort) {}

    /**
     * A patient belongs to a cohort.
     *
     * @param cohort a Group or a ResearchStudy, as a relative reference
     * @param patientId the patient's logical id
     * @param isExcluded true if the patient is out of each study that has this cohort, whatever other resources say
     * @param validity when, unless excluded
     */
    record Member(String cohort, String patientId, boolean isExcluded, Validity validity) {}
}
