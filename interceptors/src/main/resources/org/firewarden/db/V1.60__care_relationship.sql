-- Who takes care of whom, who belongs to what, and which patients are the same person. Each row is what one FHIR resource
-- says; written in the transaction that writes the resource. Periods are looked at when a decision is made.
CREATE TABLE firewarden.caregiver (
    source      text NOT NULL,
    patient_id  text NOT NULL,
    caregiver   text NOT NULL,
    starts_at   timestamptz,
    ends_at     timestamptz,
    outlasts    boolean NOT NULL
);

COMMENT ON COLUMN firewarden.caregiver.source IS 'PHI: the reference of the resource, with its logical id.';
COMMENT ON COLUMN firewarden.caregiver.patient_id IS 'PHI: the logical id of the patient.';
COMMENT ON COLUMN firewarden.caregiver.caregiver IS 'PHI: who takes care of the patient.';

CREATE INDEX caregiver_patient ON firewarden.caregiver (patient_id);
CREATE INDEX caregiver_source ON firewarden.caregiver (source);

CREATE TABLE firewarden.membership (
    source      text NOT NULL,
    member      text NOT NULL,
    stands_for  text NOT NULL,
    patient_id  text,
    starts_at   timestamptz,
    ends_at     timestamptz
);

COMMENT ON COLUMN firewarden.membership.source IS 'PHI: the reference of the resource, with its logical id.';
COMMENT ON COLUMN firewarden.membership.member IS 'PHI: who belongs to it; the care team of a patient may say so.';
COMMENT ON COLUMN firewarden.membership.stands_for IS 'PHI: what the member belongs to, a patient''s care team among it.';
COMMENT ON COLUMN firewarden.membership.patient_id IS 'PHI: the logical id of the patient whose care team it is.';

CREATE INDEX membership_member ON firewarden.membership (member);
CREATE INDEX membership_source ON firewarden.membership (source);

CREATE TABLE firewarden.patient_link (
    source      text NOT NULL,
    patient_id  text NOT NULL,
    other_id    text NOT NULL
);

COMMENT ON COLUMN firewarden.patient_link.source IS 'PHI: the reference of the Patient that holds the link.';
COMMENT ON COLUMN firewarden.patient_link.patient_id IS 'PHI: the logical id of the patient.';
COMMENT ON COLUMN firewarden.patient_link.other_id IS 'PHI: the logical id of the same person''s other record.';

CREATE INDEX patient_link_patient ON firewarden.patient_link (patient_id);
CREATE INDEX patient_link_source ON firewarden.patient_link (source);

-- Says that the resources which were there before these tables have been read into them.
CREATE TABLE firewarden.care_backfill (
    completed_at timestamptz NOT NULL
);
