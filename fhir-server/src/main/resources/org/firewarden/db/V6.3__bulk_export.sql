-- Bulk exports of identified data. What is in them lies sealed under a key of the export's own; the row and the key go together.
CREATE TABLE firewarden.bulk_export (
    id          uuid         PRIMARY KEY,
    job_id      uuid         NOT NULL UNIQUE,
    state       varchar(10)  NOT NULL CHECK (state IN ('DRAFT', 'READY')),
    writer      uuid,
    content_key bytea        NOT NULL,
    started_at  timestamptz  NOT NULL,
    subject     varchar(255) NOT NULL,
    client_id   varchar(255) NOT NULL,
    tenant      varchar(255),
    expires_at  timestamptz,
    files       bytea,
    CHECK (state <> 'READY' OR (expires_at IS NOT NULL AND files IS NOT NULL))
);

COMMENT ON COLUMN firewarden.bulk_export.writer IS 'the attempt of the job that may write; null once ready';
COMMENT ON COLUMN firewarden.bulk_export.files IS 'sealed: names, sizes and digests of the files, and with which rights they were made';

CREATE INDEX bulk_export_end ON firewarden.bulk_export (expires_at) WHERE state = 'READY';

-- Whose records an export is made of, while it is made. Gone when it is ready; the ledger knows.
CREATE TABLE firewarden.bulk_export_subject (
    export_id uuid    NOT NULL REFERENCES firewarden.bulk_export,
    ordinal   integer NOT NULL,
    patient   bytea   NOT NULL,
    state     char(1) NOT NULL CHECK (state IN ('P', 'D', 'H', 'O')),
    PRIMARY KEY (export_id, ordinal)
);

COMMENT ON COLUMN firewarden.bulk_export_subject.patient IS 'sealed under the key of the export';
COMMENT ON COLUMN firewarden.bulk_export_subject.state IS 'pending, done, hidden, other (nothing is wanted of it)';

-- What was read, as NDJSON by type.
CREATE TABLE firewarden.bulk_export_part (
    export_id uuid        NOT NULL REFERENCES firewarden.bulk_export,
    type      varchar(64) NOT NULL,
    ordinal   integer     NOT NULL,
    part      integer     NOT NULL,
    content   bytea       NOT NULL,
    PRIMARY KEY (export_id, type, ordinal, part)
);

COMMENT ON COLUMN firewarden.bulk_export_part.content IS 'sealed under the key of the export';
