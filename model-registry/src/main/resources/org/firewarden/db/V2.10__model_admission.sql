-- What a version consists of: the signed manifest and the sealed artifact. Versions registered before had neither and are
-- registered anew at the next start.
DELETE FROM firewarden.model_version;

ALTER TABLE firewarden.model_version
    ADD COLUMN manifest       bytea       NOT NULL,
    ADD COLUMN artifact       bytea       NOT NULL,
    ADD COLUMN key_id         text        NOT NULL,
    ADD COLUMN public_key     text        NOT NULL,
    ADD COLUMN signature      text        NOT NULL,
    ADD COLUMN author         text        NOT NULL,
    ADD COLUMN stage_since    timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN canary_percent integer     NOT NULL DEFAULT 0 CHECK (canary_percent BETWEEN 0 AND 100),
    ADD COLUMN canary_units   text[]      NOT NULL DEFAULT '{}',
    ADD COLUMN shown_as       text;

-- At most one version of a model is a canary.
CREATE UNIQUE INDEX model_version_canary ON firewarden.model_version (model_id) WHERE stage = 'CANARY';

-- The key with which this server signs the models that it ships and trains, sealed by the key ring.
CREATE TABLE firewarden.model_signing_key (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_key text        NOT NULL,
    sealed     text        NOT NULL,
    made_at    timestamptz NOT NULL DEFAULT now()
);

-- What a version is does not change, and no version vanishes.
CREATE FUNCTION firewarden.model_version_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.model_id, OLD.version, OLD.sha256, OLD.card, OLD.manifest, OLD.artifact, OLD.key_id, OLD.public_key,
        OLD.signature, OLD.author)
       IS DISTINCT FROM
       (NEW.model_id, NEW.version, NEW.sha256, NEW.card, NEW.manifest, NEW.artifact, NEW.key_id, NEW.public_key,
        NEW.signature, NEW.author) THEN
        RAISE EXCEPTION 'a model version is never changed';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER model_version_is_fixed BEFORE UPDATE ON firewarden.model_version
    FOR EACH ROW EXECUTE FUNCTION firewarden.model_version_is_fixed();
