-- Approvals of steps that wait for a second one, and the steps that were made.
CREATE TABLE firewarden.model_approval (
    model_id    text        NOT NULL,
    version     text        NOT NULL,
    from_stage  text        NOT NULL,
    target      text        NOT NULL,
    canary      text        NOT NULL,
    subject     text        NOT NULL,
    role        text        NOT NULL,
    approved_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (model_id, version, from_stage, target, canary, subject)
);

CREATE TABLE firewarden.model_step (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    model_id   text        NOT NULL,
    version    text        NOT NULL,
    from_stage text        NOT NULL,
    to_stage   text        NOT NULL,
    kind       text        NOT NULL CHECK (kind IN ('promote', 'replaced', 'rollback', 'disable', 'fall-back')),
    subject    text        NOT NULL,
    made_at    timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX model_step_model ON firewarden.model_step (model_id, id);

CREATE FUNCTION firewarden.model_step_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a step of a model is never changed';
END $$;

CREATE TRIGGER model_step_is_fixed BEFORE UPDATE OR DELETE ON firewarden.model_step
    FOR EACH ROW EXECUTE FUNCTION firewarden.model_step_is_fixed();
