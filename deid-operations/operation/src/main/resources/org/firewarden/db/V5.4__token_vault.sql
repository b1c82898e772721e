-- The pseudonym vault of all nodes: which random token stands for whom. A schema of its own, so that it can be granted, backed up and
-- kept apart from the data.
CREATE SCHEMA IF NOT EXISTS firewarden_vault;

CREATE TABLE firewarden_vault.token (
    identity   bytea  NOT NULL PRIMARY KEY,
    high       bigint NOT NULL,
    low        bigint NOT NULL,
    sealed     bytea  NOT NULL,
    UNIQUE (high, low)
);

COMMENT ON COLUMN firewarden_vault.token.identity IS 'keyed hash of the identity';
COMMENT ON COLUMN firewarden_vault.token.sealed IS 'the identity, sealed for this token';

CREATE FUNCTION firewarden_vault.token_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a token stands for one identity for ever';
END $$;

CREATE TRIGGER token_is_fixed BEFORE UPDATE ON firewarden_vault.token
    FOR EACH ROW EXECUTE FUNCTION firewarden_vault.token_is_fixed();
