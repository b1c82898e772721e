-- Data sets: de-identified copies of records. Content lies sealed under a key of its own, which is destroyed with the data set.
CREATE TABLE firewarden.data_set (
    id           uuid         PRIMARY KEY,
    job_id       uuid         NOT NULL UNIQUE,
    state        varchar(10)  NOT NULL CHECK (state IN ('DRAFT', 'RELEASED', 'DISPOSED')),
    writer       uuid,
    content_key  bytea,
    started_at   timestamptz  NOT NULL,
    owner        varchar(255) NOT NULL,
    steward      varchar(255) NOT NULL,
    tenant       varchar(255),
    sensitivity  varchar(20)  NOT NULL,
    destroy_by   timestamptz  NOT NULL,
    released_at  timestamptz,
    manifest     text,
    signature    text,
    key_id       varchar(64),
    disposed_at  timestamptz,
    disposed_by  varchar(255),
    disposal     varchar(20),
    certificate  text,
    CHECK (state <> 'DISPOSED' OR content_key IS NULL)
);

COMMENT ON COLUMN firewarden.data_set.writer IS 'the attempt of the job that may write; null once released';
COMMENT ON COLUMN firewarden.data_set.content_key IS 'sealed; null once destroyed, and then nothing of the content can be read';
COMMENT ON COLUMN firewarden.data_set.manifest IS 'canonical JSON, signed; no patient value';

CREATE INDEX data_set_end ON firewarden.data_set (destroy_by) WHERE state <> 'DISPOSED';

-- Whose records a data set is made of, while it is made. Gone when it is released; the ledger knows.
CREATE TABLE firewarden.data_set_subject (
    data_set_id uuid        NOT NULL REFERENCES firewarden.data_set,
    ordinal     integer     NOT NULL,
    patient     bytea       NOT NULL,
    state       char(1)     NOT NULL CHECK (state IN ('P', 'D', 'H', 'O')),
    PRIMARY KEY (data_set_id, ordinal)
);

COMMENT ON COLUMN firewarden.data_set_subject.patient IS 'sealed under the key of the data set';
COMMENT ON COLUMN firewarden.data_set_subject.state IS 'pending, done, hidden, other (not wanted by a filter)';

-- What was read of these records, until it is de-identified.
CREATE TABLE firewarden.data_set_source (
    data_set_id uuid    NOT NULL REFERENCES firewarden.data_set,
    ordinal     integer NOT NULL,
    part        integer NOT NULL,
    content     bytea   NOT NULL,
    PRIMARY KEY (data_set_id, ordinal, part)
);

COMMENT ON COLUMN firewarden.data_set_source.content IS 'sealed under the key of the data set; gone when it is released';

-- The files of a data set, in blocks.
CREATE TABLE firewarden.data_set_block (
    data_set_id uuid         NOT NULL REFERENCES firewarden.data_set,
    file        varchar(100) NOT NULL,
    block       integer      NOT NULL,
    content     bytea        NOT NULL,
    PRIMARY KEY (data_set_id, file, block)
);

COMMENT ON COLUMN firewarden.data_set_block.content IS 'sealed under the key of the data set';

-- The keys that sign manifests and disposals, one set for all nodes.
CREATE TABLE firewarden.data_set_signing_key (
    id         varchar(64) PRIMARY KEY,
    public_key text        NOT NULL,
    sealed     text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
