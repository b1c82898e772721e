-- Long work on behalf of callers. What it is about lies sealed; what lies open are codes, counts and times.
CREATE TABLE firewarden.job (
    id               uuid             PRIMARY KEY,
    kind             varchar(40)      NOT NULL,
    state            varchar(10)      NOT NULL
        CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    subject          varchar(255)     NOT NULL,
    client_id        varchar(255)     NOT NULL,
    tenant           varchar(255),
    correlation_id   varchar(128)     NOT NULL,
    authority        bytea            NOT NULL,
    parameters       bytea            NOT NULL,
    checkpoint       bytea,
    fraction         double precision NOT NULL DEFAULT 0,
    facts            text             NOT NULL DEFAULT '{}',
    result           varchar(255),
    problems         text             NOT NULL DEFAULT '[]',
    submitted_at     timestamptz      NOT NULL,
    finished_at      timestamptz,
    expires_at       timestamptz      NOT NULL,
    attempts         integer          NOT NULL DEFAULT 0,
    cancel_requested boolean          NOT NULL DEFAULT false,
    forgotten        boolean          NOT NULL DEFAULT false,
    lease            uuid,
    lease_until      timestamptz
);

COMMENT ON COLUMN firewarden.job.authority IS 'sealed: on whose behalf, for this job only';
COMMENT ON COLUMN firewarden.job.parameters IS 'sealed: what was asked for';
COMMENT ON COLUMN firewarden.job.checkpoint IS 'sealed: what an attempt needs to go on';
COMMENT ON COLUMN firewarden.job.lease IS 'the attempt that works on it; whatever another attempt writes is refused';
COMMENT ON COLUMN firewarden.job.lease_until IS 'by the clock of the database, until when nobody else takes it';

-- What waits or runs is few; what is finished is many.
CREATE INDEX job_unfinished ON firewarden.job (submitted_at) WHERE state IN ('QUEUED', 'RUNNING');
