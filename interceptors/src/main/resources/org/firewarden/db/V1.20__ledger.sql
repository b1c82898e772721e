-- The audit ledger as a Merkle tree (RFC 6962). Rows are added and never changed, in one sequence without gaps: seq is the
-- place of the leaf. What is about a patient is sealed within content; ledger_index finds it by keyed hashes.
CREATE TABLE firewarden.ledger_event (
    seq       bigint PRIMARY KEY CHECK (seq >= 0),
    id        uuid NOT NULL UNIQUE,
    recorded  timestamptz NOT NULL,
    outcome   text NOT NULL CHECK (outcome IN ('0', '4', '8')),
    leaf      bytea NOT NULL CHECK (octet_length(leaf) = 32),
    content   text NOT NULL
);

CREATE INDEX ledger_event_recorded ON firewarden.ledger_event (recorded);
CREATE INDEX ledger_event_failed ON firewarden.ledger_event (outcome, seq) WHERE outcome <> '0';

CREATE TABLE firewarden.ledger_index (
    key  bytea NOT NULL,
    seq  bigint NOT NULL,
    PRIMARY KEY (key, seq)
);

-- One row for each committed batch: the tree's size, its frontier (the hashes of its complete subtrees, the largest first),
-- its last leaf and the latest time in it. Its key is a second guard against two batches at the same place.
CREATE TABLE firewarden.ledger_head (
    size      bigint PRIMARY KEY CHECK (size > 0),
    frontier  bytea NOT NULL CHECK (octet_length(frontier) % 32 = 0),
    last_leaf bytea NOT NULL CHECK (octet_length(last_leaf) = 32),
    latest    timestamptz NOT NULL
);

-- The roots of complete subtrees with 2^8, 2^16, 2^24 ... leaves, so that a proof needs few rows.
CREATE TABLE firewarden.ledger_subtree (
    level     integer NOT NULL CHECK (level > 0 AND level % 8 = 0),
    position  bigint NOT NULL,
    hash      bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (level, position)
);

-- The keys that seal events, themselves sealed by the key ring. The one table whose rows may go: with a key, what it sealed.
CREATE TABLE firewarden.ledger_content_key (
    id       text PRIMARY KEY,
    owner    bytea NOT NULL,
    sealed   bytea NOT NULL,
    created  timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX ledger_content_key_owner ON firewarden.ledger_content_key (owner, created);

CREATE TABLE firewarden.ledger_signing_key (
    algorithm   text PRIMARY KEY,
    origin      text NOT NULL,
    public_key  bytea NOT NULL,
    sealed      bytea NOT NULL,
    created     timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE firewarden.ledger_checkpoint (
    size    bigint PRIMARY KEY CHECK (size > 0),
    note    text NOT NULL,
    signed  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE firewarden.ledger_witnessed (
    witness  text NOT NULL,
    size     bigint NOT NULL REFERENCES firewarden.ledger_checkpoint (size),
    at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (witness, size)
);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['ledger_event', 'ledger_index', 'ledger_head', 'ledger_subtree', 'ledger_signing_key',
                                'ledger_checkpoint', 'ledger_witnessed']
    LOOP
        EXECUTE format(
            'CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON firewarden.%I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION firewarden.refuse_change()',
            name || '_append_only', name);
    END LOOP;
END
$$;

-- The table that came before. It is kept, closed to changes as ever, if there is anything in it.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM firewarden.audit_event) THEN
        DROP TABLE firewarden.audit_event;
    END IF;
END
$$;
