-- Requests to learn whom tokens stand for, and what approvers said. Rows are added and never changed.
CREATE TABLE firewarden.reidentify_request (
    id             uuid         PRIMARY KEY,
    subject        varchar(255) NOT NULL,
    client_id      varchar(255) NOT NULL,
    tenant         varchar(255),
    tokens         text         NOT NULL,
    reason         varchar(20)  NOT NULL,
    explanation    bytea        NOT NULL,
    requested_at   timestamptz  NOT NULL,
    pending_until  timestamptz  NOT NULL,
    open_minutes   integer      NOT NULL CHECK (open_minutes BETWEEN 1 AND 4320),
    correlation_id varchar(128) NOT NULL
);

COMMENT ON COLUMN firewarden.reidentify_request.tokens IS 'random tokens with spaces between them; whom they stand for is in the vault';
COMMENT ON COLUMN firewarden.reidentify_request.explanation IS 'sealed';

CREATE TABLE firewarden.reidentify_decision (
    request_id uuid         NOT NULL REFERENCES firewarden.reidentify_request,
    subject    varchar(255) NOT NULL,
    role       varchar(40)  NOT NULL,
    approved   boolean      NOT NULL,
    decided_at timestamptz  NOT NULL,
    PRIMARY KEY (request_id, subject)
);

CREATE FUNCTION firewarden.reidentify_is_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'requests to reidentify and decisions on them are not changed';
END $$;

CREATE TRIGGER reidentify_request_fixed BEFORE UPDATE OR DELETE ON firewarden.reidentify_request
    FOR EACH ROW EXECUTE FUNCTION firewarden.reidentify_is_added_to();
CREATE TRIGGER reidentify_decision_fixed BEFORE UPDATE OR DELETE ON firewarden.reidentify_decision
    FOR EACH ROW EXECUTE FUNCTION firewarden.reidentify_is_added_to();
