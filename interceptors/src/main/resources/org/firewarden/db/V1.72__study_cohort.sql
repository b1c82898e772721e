-- Whom a waiver of research authorization may be about: the cohort of its study. Each row is what one FHIR resource says,
-- written in the transaction that writes the resource; periods are looked at when a decision is made.

-- A study has the Groups that it enrols as cohorts, and itself as the cohort of its ResearchSubjects.
CREATE TABLE firewarden.study_enrollment (
    study_id  text NOT NULL,
    cohort    text NOT NULL,
    PRIMARY KEY (study_id, cohort)
);

CREATE INDEX study_enrollment_cohort ON firewarden.study_enrollment (cohort);

CREATE TABLE firewarden.cohort_member (
    source       text NOT NULL,
    cohort       text NOT NULL,
    patient_id   text NOT NULL,
    is_excluded  boolean NOT NULL,
    starts_at    timestamptz,
    ends_at      timestamptz
);

COMMENT ON COLUMN firewarden.cohort_member.source IS 'PHI: the reference of the Group or ResearchSubject, with its logical id.';
COMMENT ON COLUMN firewarden.cohort_member.cohort IS 'PHI: the reference of the Group or ResearchStudy to which a patient belongs.';
COMMENT ON COLUMN firewarden.cohort_member.patient_id IS 'PHI: the logical id of the patient.';

CREATE INDEX cohort_member_patient ON firewarden.cohort_member (patient_id);
CREATE INDEX cohort_member_source ON firewarden.cohort_member (source);

CREATE TRIGGER study_enrollment_standing AFTER INSERT OR UPDATE OR DELETE ON firewarden.study_enrollment
    FOR EACH ROW EXECUTE FUNCTION firewarden.note_change_of_all();
CREATE TRIGGER cohort_member_standing AFTER INSERT OR UPDATE OR DELETE ON firewarden.cohort_member
    FOR EACH ROW EXECUTE FUNCTION firewarden.note_patient_change();
CREATE TRIGGER study_enrollment_standing_of_all AFTER TRUNCATE ON firewarden.study_enrollment
    FOR EACH STATEMENT EXECUTE FUNCTION firewarden.note_change_of_all();
CREATE TRIGGER cohort_member_standing_of_all AFTER TRUNCATE ON firewarden.cohort_member
    FOR EACH STATEMENT EXECUTE FUNCTION firewarden.note_change_of_all();

-- Groups, ResearchStudies and ResearchSubjects that are stored already are read once at the next start.
DELETE FROM firewarden.care_backfill;
