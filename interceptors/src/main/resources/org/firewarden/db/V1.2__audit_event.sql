-- The audit ledger: one row for each request, granted or refused. Rows are added and never changed.
CREATE TABLE firewarden.audit_event (
    seq             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id              uuid NOT NULL UNIQUE,
    recorded        timestamptz NOT NULL,
    correlation_id  text NOT NULL,
    action          text NOT NULL CHECK (action IN ('C', 'R', 'U', 'D', 'E')),
    interaction     text NOT NULL,
    outcome         text NOT NULL CHECK (outcome IN ('0', '4', '8')),
    http_status     integer NOT NULL,
    subject         text,
    client_id       text,
    fhir_user       text,
    purpose         text,
    network_address text NOT NULL,
    patient_ids     text[] NOT NULL,
    withheld_patient_ids text[] NOT NULL,
    entities        text[] NOT NULL,
    denial_reason   text,
    decided_by      text,
    details         jsonb NOT NULL
);

CREATE INDEX audit_event_patient ON firewarden.audit_event USING gin (patient_ids);
CREATE INDEX audit_event_withheld_patient ON firewarden.audit_event USING gin (withheld_patient_ids);
CREATE INDEX audit_event_recorded ON firewarden.audit_event (recorded);
CREATE INDEX audit_event_subject ON firewarden.audit_event (subject, seq);
CREATE INDEX audit_event_fhir_user ON firewarden.audit_event (fhir_user, seq);

CREATE FUNCTION firewarden.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit ledger is append-only';
END
$$;

CREATE TRIGGER audit_event_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON firewarden.audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION firewarden.refuse_change();

COMMENT ON COLUMN firewarden.audit_event.patient_ids IS
    'PHI: the logical ids of the patients concerned.';
COMMENT ON COLUMN firewarden.audit_event.withheld_patient_ids IS
    'PHI: the logical ids of the patients whose data was asked for and not shown.';
COMMENT ON COLUMN firewarden.audit_event.entities IS
    'PHI: references of the resources concerned, with their logical ids.';
