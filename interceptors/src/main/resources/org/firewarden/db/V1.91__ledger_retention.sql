-- How long the ledger stays legible: six years at the least from when an event was written (45 CFR 164.316(b)(2)(i)), and for as
-- long as it is on legal hold. What may go then is the key of its content, never a row of the ledger. The least is written down
-- here, so that no setting and no job goes below it, whatever role it works under.

-- A key seals for a year, and the owner's next key takes over: else one event of today would keep those of ten years ago. Keys
-- that are there already may have sealed until now, and go on for a year.
ALTER TABLE firewarden.ledger_content_key
    ADD COLUMN seals_until timestamptz NOT NULL DEFAULT now() + interval '1 year';

CREATE INDEX ledger_content_key_seals_until ON firewarden.ledger_content_key (seals_until);

-- Keyed hashes in place of the patient; without them it is a hold on everything.
CREATE TABLE firewarden.legal_hold (
    id       uuid PRIMARY KEY,
    owner    bytea CHECK (octet_length(owner) = 16),
    patient  bytea CHECK (octet_length(patient) = 16),
    placed   timestamptz NOT NULL,
    CHECK ((owner IS NULL) = (patient IS NULL))
);

CREATE TABLE firewarden.legal_hold_lift (
    hold_id  uuid PRIMARY KEY REFERENCES firewarden.legal_hold (id),
    lifted   timestamptz NOT NULL
);

-- Keys of others that seal something together with a key that is on hold.
CREATE TABLE firewarden.legal_hold_key (
    hold_id  uuid NOT NULL REFERENCES firewarden.legal_hold (id),
    key_id   text NOT NULL,
    PRIMARY KEY (hold_id, key_id)
);

CREATE INDEX legal_hold_key_key ON firewarden.legal_hold_key (key_id);

CREATE VIEW firewarden.legal_hold_in_force AS
    SELECT * FROM firewarden.legal_hold h
    WHERE NOT EXISTS (SELECT FROM firewarden.legal_hold_lift l WHERE l.hold_id = h.id);

CREATE TABLE firewarden.ledger_disposal (
    id           uuid PRIMARY KEY,
    disposed     timestamptz NOT NULL,
    destroyed    integer NOT NULL CHECK (destroyed > 0),
    held         integer NOT NULL CHECK (held >= 0),
    certificate  text NOT NULL
);

CREATE FUNCTION firewarden.is_on_hold(key_id text, key_owner bytea) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM firewarden.legal_hold_in_force h
        WHERE h.owner IS NULL OR h.owner = key_owner
            OR EXISTS (SELECT FROM firewarden.legal_hold_key k WHERE k.hold_id = h.id AND k.key_id = $1))
$$;

CREATE FUNCTION firewarden.refuse_early_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.seals_until + interval '6 years' > now() THEN
        RAISE EXCEPTION 'retention: what this key sealed may be younger than six years' USING ERRCODE = 'restrict_violation';
    END IF;
    IF firewarden.is_on_hold(OLD.id, OLD.owner) THEN
        RAISE EXCEPTION 'retention: what this key sealed is on legal hold' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END
$$;

CREATE TRIGGER ledger_content_key_retention BEFORE DELETE ON firewarden.ledger_content_key
    FOR EACH ROW EXECUTE FUNCTION firewarden.refuse_early_erasure();
-- To overwrite a key is to destroy it.
CREATE TRIGGER ledger_content_key_unchanged BEFORE UPDATE OR TRUNCATE ON firewarden.ledger_content_key
    FOR EACH STATEMENT EXECUTE FUNCTION firewarden.refuse_change();

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['legal_hold', 'legal_hold_lift', 'legal_hold_key', 'ledger_disposal']
    LOOP
        EXECUTE format(
            'CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON firewarden.%I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION firewarden.refuse_change()',
            name || '_append_only', name);
    END LOOP;
END
$$;
