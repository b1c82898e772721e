-- What the gate enforces of each active FHIR Consent. Written in the transaction that writes the Consent.
CREATE TABLE firewarden.consent_rule (
    consent_id  text PRIMARY KEY,
    patient_id  text NOT NULL,
    type        text NOT NULL CHECK (type IN ('PERMIT', 'DENY')),
    purposes    text[] NOT NULL,
    actors      text[] NOT NULL,
    research    boolean NOT NULL,
    starts_at   timestamptz,
    ends_at     timestamptz
);

COMMENT ON COLUMN firewarden.consent_rule.patient_id IS 'PHI: the logical id of the patient.';

CREATE INDEX consent_rule_patient ON firewarden.consent_rule (patient_id);
