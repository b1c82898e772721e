CREATE SCHEMA IF NOT EXISTS firewarden;

CREATE TABLE firewarden.recommendation (
    card_uuid      uuid        PRIMARY KEY,
    service_id     text        NOT NULL,
    hook_instance  uuid        NOT NULL,
    issuer         text        NOT NULL,
    user_id        text        NOT NULL,
    patient_id     text        NOT NULL,
    encounter_id   text,
    model_id       text        NOT NULL,
    model_version  text        NOT NULL,
    model_sha256   char(64)    NOT NULL,
    answer_kind    text        NOT NULL CHECK (answer_kind IN ('assessed', 'not-applicable', 'incomplete')),
    outputs        jsonb       NOT NULL,
    features       text[]      NOT NULL,
    shown_at       timestamptz NOT NULL
);

CREATE INDEX recommendation_patient ON firewarden.recommendation (patient_id, shown_at);
CREATE INDEX recommendation_model ON firewarden.recommendation (model_id, model_version, shown_at);

COMMENT ON TABLE firewarden.recommendation IS
    'Each CDS Hooks card, stored before it is answered, with the model version behind it.';
COMMENT ON COLUMN firewarden.recommendation.patient_id IS 'PHI: logical id of the patient.';
COMMENT ON COLUMN firewarden.recommendation.encounter_id IS 'PHI: logical id of the encounter.';
COMMENT ON COLUMN firewarden.recommendation.outputs IS 'PHI: probability by outcome code; {} unless assessed.';
COMMENT ON COLUMN firewarden.recommendation.features IS 'Names of the features that had a value; no values.';

CREATE TABLE firewarden.cds_feedback (
    card_uuid            uuid        NOT NULL REFERENCES firewarden.recommendation (card_uuid),
    outcome_timestamp    timestamptz NOT NULL,
    outcome              text        NOT NULL CHECK (outcome IN ('accepted', 'overridden')),
    accepted_suggestions text[]      NOT NULL,
    reason_system        text,
    reason_code          text,
    reason_display       text,
    user_comment         text,
    model_version        text        NOT NULL,
    user_id              text        NOT NULL,
    issuer               text        NOT NULL,
    received_at          timestamptz NOT NULL,
    PRIMARY KEY (card_uuid, outcome_timestamp, outcome)
);

COMMENT ON TABLE firewarden.cds_feedback IS
    'What users did with a card. The key makes a repeated feedback of the EHR one row.';
COMMENT ON COLUMN firewarden.cds_feedback.reason_display IS 'PHI: text as the EHR sent it.';
COMMENT ON COLUMN firewarden.cds_feedback.user_comment IS 'PHI: clinical free text of the user.';
