-- Emergency access that clinicians gave themselves, and what became of its review. Rows are added and never changed.
CREATE TABLE firewarden.break_glass_grant (
    id              uuid PRIMARY KEY,
    subject         text NOT NULL,
    fhir_user       text,
    client_id       text NOT NULL,
    patient_id      text NOT NULL,
    reason          text NOT NULL,
    explanation     text NOT NULL,
    opened_at       timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    correlation_id  text NOT NULL,
    CHECK (expires_at > opened_at)
);

COMMENT ON COLUMN firewarden.break_glass_grant.patient_id IS 'PHI: the logical id of the patient.';
COMMENT ON COLUMN firewarden.break_glass_grant.explanation IS 'PHI: sealed under the key ring, purpose break-glass; in Base64.';

CREATE INDEX break_glass_grant_subject ON firewarden.break_glass_grant (subject, expires_at);
CREATE INDEX break_glass_grant_opened ON firewarden.break_glass_grant (opened_at);

CREATE TABLE firewarden.break_glass_review (
    grant_id        uuid NOT NULL REFERENCES firewarden.break_glass_grant,
    outcome         text NOT NULL CHECK (outcome IN ('REVIEWED', 'WITHDRAWN')),
    subject         text NOT NULL,
    fhir_user       text,
    recorded_at     timestamptz NOT NULL,
    PRIMARY KEY (grant_id, outcome)
);

CREATE FUNCTION firewarden.refuse_break_glass_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'break-glass grants and their reviews are append-only';
END
$$;

CREATE TRIGGER break_glass_grant_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON firewarden.break_glass_grant
    FOR EACH STATEMENT EXECUTE FUNCTION firewarden.refuse_break_glass_change();

CREATE TRIGGER break_glass_review_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON firewarden.break_glass_review
    FOR EACH STATEMENT EXECUTE FUNCTION firewarden.refuse_break_glass_change();
