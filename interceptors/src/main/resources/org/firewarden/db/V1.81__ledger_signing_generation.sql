-- The ledger's signing keys follow one another; rows are added and never changed, so that old checkpoints still verify.
ALTER TABLE firewarden.ledger_signing_key
    DROP CONSTRAINT ledger_signing_key_pkey,
    ADD COLUMN generation integer NOT NULL DEFAULT 1 CHECK (generation > 0),
    ADD PRIMARY KEY (algorithm, generation);
