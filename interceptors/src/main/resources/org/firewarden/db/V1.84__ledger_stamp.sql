-- What a time stamp authority (RFC 3161) answered for a checkpoint: TimeStampResp over the text of the note. Rows are added and
-- never changed.
CREATE TABLE firewarden.ledger_stamp (
    size      bigint PRIMARY KEY REFERENCES firewarden.ledger_checkpoint (size),
    response  bytea NOT NULL,
    stamped   timestamptz NOT NULL
);

CREATE TRIGGER ledger_stamp_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON firewarden.ledger_stamp
    FOR EACH STATEMENT EXECUTE FUNCTION firewarden.refuse_change();
