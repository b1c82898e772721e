package org.firewarden.gate.standing;

/**
 * Something that was known before may be so no longer.
 *
 * @param kind of what
 * @param subject whose: the logical id of a patient, or the reference of a member or of a team; empty if it is everybody's
 */
record StandingChange(Kind kind, String subject) {

    /** What has changed. */
    enum Kind {
        /** What one patient has consented to, who takes care of the patient, links, grants. */
        PATIENT,
        /** What one practitioner, role, organisation or team belongs to. */
        MEMBER,
        /** Whose team one care team is. */
        TEAM,
        /** Something that counts for everybody: a waiver, a study. */
        ALL
    }
}
