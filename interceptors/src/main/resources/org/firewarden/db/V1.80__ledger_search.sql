-- What of an event stands in columns of its own so that it is found: codes only, taken from its content. What identifies
-- somebody is found by the keyed hashes of ledger_index.
ALTER TABLE firewarden.ledger_event
    ADD COLUMN interaction text,
    ADD COLUMN purpose text,
    ADD COLUMN model_version text,
    ADD COLUMN marks integer NOT NULL DEFAULT 0;

-- Events that are there get theirs; nothing that is hashed changes.
ALTER TABLE firewarden.ledger_event DISABLE TRIGGER ledger_event_append_only;

UPDATE firewarden.ledger_event e
SET interaction = c.event ->> 'interaction',
    purpose = c.event ->> 'purpose',
    model_version = c.event -> 'details' ->> 'model-version',
    marks = CASE WHEN c.event -> 'patients' IS NULL THEN 0 ELSE 1 END
        + CASE WHEN c.event -> 'shared' IS NULL AND c.event -> 'month' IS NULL THEN 0 ELSE 2 END
        + CASE WHEN c.event -> 'details' ->> 'break-glass' IS NULL THEN 0 ELSE 16 END
FROM (SELECT seq, replace(content, '\u0000', '')::json -> 'event' AS event FROM firewarden.ledger_event) c
WHERE c.seq = e.seq;

ALTER TABLE firewarden.ledger_event ENABLE TRIGGER ledger_event_append_only;

ALTER TABLE firewarden.ledger_event ALTER COLUMN interaction SET NOT NULL;

DROP INDEX firewarden.ledger_event_recorded;
CREATE INDEX ledger_event_recorded ON firewarden.ledger_event (recorded, seq);
CREATE INDEX ledger_event_interaction ON firewarden.ledger_event (interaction, seq);
CREATE INDEX ledger_event_purpose ON firewarden.ledger_event (purpose, seq) WHERE purpose <> 'TREAT';
CREATE INDEX ledger_event_model ON firewarden.ledger_event (model_version, seq) WHERE model_version IS NOT NULL;
CREATE INDEX ledger_event_break_glass ON firewarden.ledger_event (seq) WHERE marks & 16 <> 0;
